import {
    defineRule,
    everyType,
    isRelation,
    judges,
    overlap,
    parsePath,
    type Relation,
    type Rule,
    unless,
} from "../../engine";
import { propertyPath } from "./property-path";

const namedValue = "apimanagement:NamedValue";

/**
 * What a rule has judged is what Azure gets, in the next update, too.
 *
 * Values that incident responders own are the one exception: an update must not let in again whom they have blocked.
 */
export default function govNoIgnoredSecurity(others: readonly (Rule | Relation)[]) {
    return defineRule({
        id: "gov-no-ignored-security",
        title: "Updates ignore no change that a rule judges",
        severity: "high",
        level: "mandatory",
        practices: ["ZT-4"],
        references: { mcsb: ["PV-2"] },
        url: "https://learn.microsoft.com/security/benchmark/azure/mcsb-posture-vulnerability-management",
        types: [everyType],
        reads: ["namedValueId"],
        readsOptions: ["ignoreChanges"],
        parameters: {
            responderNamedValues: {
                type: "array",
                items: { type: "string" },
                default: ["session-epoch", "blocked-principals", "throttled-principals", "risk-level"],
                description: "Names of the named values of API Management whose value incident responders own.",
            },
        },
        why: "What an update ignores can be changed by hand and stays changed: the program, and every rule that judges it, then tells what is no longer true.",
        fix: "Remove from the option ignoreChanges what rules judge, and what stands in it or around it. Where somebody else has to own a value, ask for an exception.",
        check: ({ namedValueId }, { resource: { type, options }, parameters: { responderNamedValues } }) => {
            // only named values have an input of this name
            const isResponders = responderNamedValues.includes(namedValueId);
            const isIgnored = options.ignoreChanges
                .filter((text) => !(isResponders && text === "value"))
                .some((text) => hides(propertyPath(text), judgedOf(type, others)));
            return unless(!isIgnored, "", "updates ignore changes of what rules judge", ["namedValueId"]);
        },
        examples: {
            compliant: [
                { type: "keyvault:Vault" },
                { type: "keyvault:Key", options: { ignoreChanges: ["properties.attributes.notBefore"] } },
                {
                    type: namedValue,
                    inputs: { namedValueId: "session-epoch" },
                    options: { ignoreChanges: ["value"] },
                },
            ],
            violating: [
                { type: "keyvault:Vault", options: { ignoreChanges: ["properties.networkAcls"] } },
                { type: "keyvault:Vault", options: { ignoreChanges: ["*"] } },
                {
                    type: namedValue,
                    inputs: { namedValueId: "allowed-origins" },
                    options: { ignoreChanges: ["value"] },
                },
            ],
        },
    });
}

type Segments = readonly (string | number)[];

/** Paths that rules judge in a type. Rules that read all inputs look for what must not be in them: nothing hides from those. */
function judgedOf(type: string, rules: readonly (Rule | Relation)[]): Segments[] {
    const paths = rules.flatMap((rule) => {
        const { required = [], optional = [] } = (isRelation(rule) && rule.related[type]) || {};
        return [...(judges(rule, { type }) ? rule.reads : []), ...required, ...optional];
    });
    return paths.filter((path) => path !== "").map(parsePath);
}

function hides(ignored: Segments, judged: readonly Segments[]): boolean {
    const [first = "*"] = ignored;
    return first === "*" || judged.some((path) => overlap(path, concrete(ignored, path)));
}

/** A path with what `*` stands for on the way to another one. */
function concrete(ignored: Segments, path: Segments): Segments {
    return ignored.map((segment, depth) => (segment === "*" ? (path[depth] ?? segment) : segment));
}
