// What the widget itself says, in the form's language; everything else comes from the form's definition. A page gives
// its own with the property `texts` of the element.

export type Texts = {
  optional: string;
  choose: string;
  yes: string;
  no: string;
  required: string;
  badEmail: string;
  badPhone: string;
  errors: string;       // one or more fields are wrong
  checking: string;
  sending: string;
  lost: string;
  again: string;
  slow: string;
  unproved: string;
  sent: string;
};

const order: (keyof Texts)[] = ["optional", "choose", "yes", "no", "required", "badEmail", "badPhone", "errors", "checking",
  "sending", "lost", "again", "slow", "unproved", "sent"];

// One line a text, in that order.
const languages: Record<string, string> = {
  en: `optional
Please choose
Yes
No
Please fill this in.
This does not look like an e-mail address.
This does not look like a phone number.
Please look at the fields that are marked.
One moment: making sure that no robot is writing
Sending
The connection is gone. What you wrote is still here; it is sent as soon as the connection is back.
Try again
There is a lot going on. Please try again in a moment.
Your browser could not prove that you are not a robot. Please try again.
Thank you. It has arrived.`,
  de: `freiwillig
Bitte wählen
Ja
Nein
Bitte ausfüllen.
Das sieht nicht wie eine E-Mail-Adresse aus.
Das sieht nicht wie eine Telefonnummer aus.
Bitte sehen Sie sich die markierten Felder an.
Einen Moment: Wir prüfen, dass kein Roboter schreibt
Wird gesendet
Die Verbindung ist unterbrochen. Was Sie geschrieben haben, bleibt stehen und wird gesendet, sobald die Verbindung wieder da ist.
Noch einmal versuchen
Gerade ist viel los. Bitte versuchen Sie es gleich noch einmal.
Ihr Browser konnte nicht zeigen, dass Sie kein Roboter sind. Bitte versuchen Sie es noch einmal.
Danke. Es ist angekommen.`,
  es: `opcional
Elige una opción
Sí
No
Rellena este campo.
Esto no parece una dirección de correo.
Esto no parece un número de teléfono.
Revisa los campos marcados.
Un momento: comprobamos que no escribe un robot
Enviando
Se ha perdido la conexión. Lo que has escrito sigue aquí; se enviará en cuanto vuelva.
Volver a intentarlo
Ahora mismo hay mucha actividad. Inténtalo de nuevo dentro de un momento.
Tu navegador no ha podido demostrar que no eres un robot. Inténtalo de nuevo.
Gracias. Ha llegado.`,
  fr: `facultatif
Veuillez choisir
Oui
Non
Veuillez remplir ce champ.
Ceci ne ressemble pas à une adresse e-mail.
Ceci ne ressemble pas à un numéro de téléphone.
Veuillez regarder les champs signalés.
Un instant : nous vérifions qu’aucun robot n’écrit
Envoi en cours
La connexion est coupée. Ce que vous avez écrit est toujours là et sera envoyé dès son retour.
Réessayer
Il y a beaucoup de monde. Veuillez réessayer dans un instant.
Votre navigateur n’a pas pu prouver que vous n’êtes pas un robot. Veuillez réessayer.
Merci. C’est bien arrivé.`,
  it: `facoltativo
Scegli
Sì
No
Compila questo campo.
Non sembra un indirizzo e-mail.
Non sembra un numero di telefono.
Controlla i campi segnalati.
Un momento: verifichiamo che non scriva un robot
Invio in corso
La connessione si è interrotta. Quello che hai scritto è ancora qui e verrà inviato appena torna.
Riprova
C’è molto traffico. Riprova tra un momento.
Il tuo browser non ha potuto dimostrare che non sei un robot. Riprova.
Grazie. È arrivato.`,
  nl: `niet verplicht
Maak een keuze
Ja
Nee
Vul dit in.
Dit lijkt geen e-mailadres.
Dit lijkt geen telefoonnummer.
Kijk even naar de gemarkeerde velden.
Een ogenblik: we controleren dat er geen robot schrijft
Bezig met verzenden
De verbinding is weg. Wat je schreef staat er nog en wordt verzonden zodra de verbinding terug is.
Opnieuw proberen
Het is druk. Probeer het zo nog eens.
Je browser kon niet laten zien dat je geen robot bent. Probeer het nog eens.
Dank je wel. Het is aangekomen.`,
  pt: `opcional
Escolha uma opção
Sim
Não
Preencha este campo.
Isto não parece um endereço de e-mail.
Isto não parece um número de telefone.
Veja os campos assinalados.
Um momento: a verificar que não é um robô a escrever
A enviar
A ligação caiu. O que escreveu continua aqui e será enviado assim que a ligação voltar.
Tentar de novo
Há muita atividade. Tente de novo daqui a um momento.
O seu navegador não conseguiu provar que não é um robô. Tente de novo.
Obrigado. Chegou.`,
};

export function textsOf(language: string, own: Partial<Texts> = {}): Texts {
  const lines = (languages[language.slice(0, 2).toLowerCase()] ?? languages.en).split("\n");
  return { ...Object.fromEntries(order.map((name, index) => [name, lines[index]])), ...own } as Texts;
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b/i;
export const directionOf = (language: string) => (rightToLeft.test(language) ? "rtl" : "ltr");
