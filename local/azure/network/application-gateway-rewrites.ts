import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put } from "../resource-type";

/** https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#server-variables */
const serverVariables = [
    ...["add_x_forwarded_for_proxy", "ciphers_supported", "ciphers_used", "client_ip", "client_port"],
    ...["client_tcp_rtt", "client_user", "host", "http_method", "http_status", "http_version", "query_string"],
    ...["received_bytes", "request_query", "request_scheme", "request_uri", "sent_bytes", "server_port"],
    ...["ssl_connection_protocol", "ssl_enabled", "uri_path"],
    ...["client_certificate", "client_certificate_end_date", "client_certificate_fingerprint"],
    ...["client_certificate_issuer", "client_certificate_serial", "client_certificate_start_date"],
    ...["client_certificate_subject", "client_certificate_verification"],
];

/** Headers that belong to one connection, which the gateway ends. */
const untouchable = ["Connection", "Upgrade"];

/** Rewrite rules name variables that exist, and headers that may be rewritten. */
export function rewriteIsWrong({ id, inputs }: Put): ArmError | undefined {
    for (const set of objectsAt(inputs, "rewriteRuleSets")) {
        for (const rule of objectsAt(set, "rewriteRules")) {
            const problem = ruleProblem(rule);
            if (problem !== undefined) {
                return new ArmError(
                    400,
                    "ApplicationGatewayRewriteRuleInvalid",
                    `Rewrite rule ${rule.name} of ${id}/rewriteRuleSets/${set.name} is invalid: ${problem}.`,
                );
            }
        }
    }
    return undefined;
}

function ruleProblem(rule: Properties): string | undefined {
    const headers = ["request", "response"].flatMap((side) => objectsAt(rule, `actionSet.${side}HeaderConfigurations`));
    const name = headers.map((header) => textAt(header, "headerName") ?? "");
    const fixed = name.find((header) => untouchable.some((other) => sameId(other, header)));
    if (name.includes("")) {
        return "a header has no name";
    }
    if (fixed !== undefined) {
        return `the header ${fixed} cannot be rewritten`;
    }
    const url = ["modifiedPath", "modifiedQueryString"].map((part) =>
        textAt(rule, `actionSet.urlConfiguration.${part}`),
    );
    const values = [...headers.map((header) => textAt(header, "headerValue")), ...url];
    const used = values.flatMap((value = "") => [...value.matchAll(/\{([^}]*)\}/g)].map(([, inner = ""]) => inner));
    const conditions = objectsAt(rule, "conditions").map((condition) => textAt(condition, "variable") ?? "");
    const unknown = [...used, ...conditions].find((variable) => !isVariable(variable));
    return unknown === undefined ? undefined : `there is no variable '${unknown}'`;
}

/** A server variable, cookie or header; what a condition has captured of it has a number at the end. */
function isVariable(text: string): boolean {
    const [, kind, name = ""] = /^(var|http_req|http_resp)_(.+?)(_\d+)?$/.exec(text) ?? [];
    return kind === "var" ? serverVariables.includes(name) || /^cookie_./.test(name) : kind !== undefined;
}
