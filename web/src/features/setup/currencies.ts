// The currency to begin with; any other can be chosen.

const euro = "AD AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK GP MQ GF RE YT BL MF PM";
const own: Record<string, string> = {
  US: "USD", GB: "GBP", CH: "CHF", LI: "CHF", SE: "SEK", NO: "NOK", DK: "DKK", IS: "ISK", PL: "PLN", CZ: "CZK", HU: "HUF",
  RO: "RON", BG: "BGN", RS: "RSD", UA: "UAH", TR: "TRY", IL: "ILS", AE: "AED", SA: "SAR", EG: "EGP", MA: "MAD", ZA: "ZAR",
  KE: "KES", TZ: "TZS", NG: "NGN", CA: "CAD", MX: "MXN", BR: "BRL", AR: "ARS", CL: "CLP", CO: "COP", PE: "PEN", CR: "CRC",
  AU: "AUD", NZ: "NZD", JP: "JPY", KR: "KRW", CN: "CNY", HK: "HKD", TW: "TWD", SG: "SGD", MY: "MYR", TH: "THB", ID: "IDR",
  PH: "PHP", VN: "VND", IN: "INR", LK: "LKR", NP: "NPR", MV: "MVR", FJ: "FJD", GE: "GEL", AM: "AMD", KZ: "KZT", TN: "TND",
};

export const currencyOf = (country: string): string => own[country] ?? (euro.includes(country) && country ? "EUR" : "USD");
