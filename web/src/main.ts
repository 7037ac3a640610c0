import { mount } from "svelte";
import App from "./App.svelte";
import { Problem } from "./lib/api";
import { catchFailures } from "./lib/failure.svelte";
import { startRouter } from "./lib/router.svelte";
import "./styles/tokens.css";
import "./styles/app.css";
import "./styles/more.css";
import "./styles/history.css";
import "./styles/forms.css";

catchFailures((reason): reason is Problem => reason instanceof Problem);
startRouter();
mount(App, { target: document.getElementById("app")! });
