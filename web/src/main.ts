import { mount } from "svelte";
import App from "./App.svelte";
import { startRouter } from "./lib/router.svelte";
import "./styles/tokens.css";
import "./styles/app.css";
import "./styles/more.css";
import "./styles/history.css";

startRouter();
mount(App, { target: document.getElementById("app")! });
