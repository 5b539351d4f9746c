import { reportOutcome } from "../../../../../../policy-pack/engine/report";
import type { Resource } from "../../../../../../policy-pack/engine/resource";
import { rules } from "../../../../../../policy-pack/rules";

/** What the policy pack writes about a finding that an exception lets pass. */
export function exceptionLines(): string[] {
    const [rule] = rules;
    if (rule === undefined) throw new Error("There is no rule.");
    const lines: string[] = [];
    const resource = { name: "vault", urn: "urn:pulumi:dev::app::azure-native:keyvault:Vault::vault" } as Resource;
    const exception = {
        resource: "azure-native:keyvault:Vault::vault",
        reason: "The network is being moved, ticket 4711.",
        owner: "the platform team",
        expires: "2026-12-31",
    };
    reportOutcome(
        { findings: [{ path: "properties", message: "the network is open" }], undecided: [] },
        rule,
        resource,
        { exception, strictUnknown: false, now: new Date("2026-11-27T09:00:00Z") },
        (message) => lines.push(...textOf(message).split("\n")),
    );
    return lines;
}

function textOf(message: unknown): string {
    return typeof message === "string" ? message : String((message as { message: unknown }).message);
}
