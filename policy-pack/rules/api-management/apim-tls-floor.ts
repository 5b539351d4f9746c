import { defineRule, unless } from "../../engine";
import { switches, switchesOf, switchOf } from "./gateway-property";

const protocols = ["Ssl30", "Tls10", "Tls11"].flatMap((version) => [
    `Security.Protocols.${version}`,
    `Security.Backend.Protocols.${version}`,
]);

/** Without forward secrecy, or with an encryption that can be attacked block by block. */
const ciphers = [
    "TripleDes168",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
].map((cipher) => `Security.Ciphers.${cipher}`);

const http2 = "Protocols.Server.Http2";

/**
 * API Management takes and makes no connection below TLS 1.2.
 *
 * Nothing there can make 1.3 the floor, which is why clients come to the edge (`net-edge-tls13`). All switches have to be
 * written: Azure gives one that is left out its default back, and for a service of another age that is another one.
 */
export default defineRule({
    id: "apim-tls-floor",
    title: "API Management speaks no TLS below 1.2",
    severity: "critical",
    level: "mandatory",
    practices: ["3.1"],
    references: {
        mcsb: ["DP-3", "DP-4"],
        checkov: ["CKV_AZURE_173"],
        psrule: ["APIM.Protocols", "APIM.Ciphers"],
    },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",
    types: ["apimanagement:ApiManagementService"],
    reads: [switches],
    why: "Whoever sits between the edge and the gateway, or between the gateway and a server, makes both agree on the weakest that they take, and reads the tokens.",
    fix: `In customProperties, set Microsoft.WindowsAzure.ApiManagement.Gateway. followed by each of these to "False": ${[...protocols, ...ciphers].join(", ")}; and ${http2} to "True" or "False".`,
    check: (inputs) => [
        ...[...protocols, ...ciphers].flatMap((name) =>
            unless(switchOf(inputs, name) === "False", switches, `${name.split(".").at(-1)} must be switched off`),
        ),
        ...unless(
            ["True", "False"].some((value) => value === switchOf(inputs, http2)),
            switches,
            "nothing says whether HTTP/2 is taken",
        ),
    ],
    examples: {
        compliant: [{ inputs: service({}) }, { inputs: service({ [http2]: "True" }) }],
        violating: [
            { inputs: { customProperties: {} } },
            ...Object.entries({
                "Security.Protocols.Tls11": "True",
                "Security.Backend.Protocols.Tls10": "True",
                "Security.Protocols.Ssl30": "",
                "Security.Ciphers.TripleDes168": "True",
                "Security.Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256": "True",
                [http2]: "",
            }).map(([name, value]) => ({ inputs: service({ [name]: value }) })),
        ],
    },
});

function service(changes: Record<string, string>) {
    const off = Object.fromEntries([...protocols, ...ciphers, http2].map((name) => [name, "False"]));
    return switchesOf({ ...off, ...changes });
}
