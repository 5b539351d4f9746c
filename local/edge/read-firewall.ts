import type { Stored } from "../azure/cloud";
import type { DeployedFirewall, RateLimit } from "./deployed";
import { Settings } from "./settings";

/**
 * What a policy of the web application firewall does: its custom rules and its limits of bodies. The managed rule sets
 * are Microsoft's and are not run, so exclusions from them and how deep they look into a body have no effect. Undefined
 * when the policy is switched off.
 */
export function readFirewall(policy: Stored): DeployedFirewall | undefined {
    const settings = new Settings(policy.body, policy.id);
    if (settings.oneOf("policySettings.state", "Enabled", "Disabled") === "Disabled") return undefined;
    const limit = (enforced: string, size: string, unit: number) =>
        settings.boolean(`policySettings.${enforced}`)
            ? settings.number(`policySettings.${size}`) * unit
            : Number.POSITIVE_INFINITY;
    const block = "policySettings.customBlockResponse";
    return {
        id: policy.id,
        mode: settings.oneOf("policySettings.mode", "Prevention", "Detection"),
        bodyLimit: limit("requestBodyEnforcement", "maxRequestBodySizeInKb", 1024),
        uploadLimit: limit("fileUploadEnforcement", "fileUploadLimitInMb", 1024 * 1024),
        // the defaults: https://learn.microsoft.com/azure/web-application-firewall/ag/configure-custom-response-code
        block: {
            status: settings.lacks(`${block}StatusCode`) ? 403 : settings.number(`${block}StatusCode`),
            body: settings.lacks(`${block}Body`)
                ? "The request is blocked."
                : Buffer.from(settings.text(`${block}Body`), "base64").toString(),
        },
        rateLimits: settings
            .all("customRules")
            .filter((rule) => rule.oneOf("state", "Enabled", "Disabled", undefined) !== "Disabled")
            .toSorted((one, other) => one.number("priority") - other.number("priority"))
            .map(readRateLimit),
        scrubbed: readScrubbed(settings),
    };
}

const seconds = { OneMin: 60, FiveMins: 300 };

function readRateLimit(rule: Settings): RateLimit {
    rule.oneOf("ruleType", "RateLimitRule");
    rule.oneOf("action", "Block");
    rule.single("groupByUserSession").single("groupByVariables").oneOf("variableName", "ClientAddr");
    return {
        name: rule.text("name"),
        threshold: rule.number("rateLimitThreshold"),
        windowSeconds: seconds[rule.oneOf("rateLimitDuration", "OneMin", "FiveMins")],
        uriPrefixes: rule.all("matchConditions").map(readPrefixes),
    };
}

function readPrefixes(condition: Settings): string[] {
    condition.single("matchVariables").oneOf("variableName", "RequestUri");
    condition.oneOf("operator", "BeginsWith");
    condition.oneOf("negationConditon", false, undefined); // spelt so by Azure
    condition.none("transforms");
    return condition.texts("matchValues");
}

function readScrubbed(settings: Settings): DeployedFirewall["scrubbed"] {
    const scrubbing = "policySettings.logScrubbing";
    if (settings.lacks(scrubbing) || settings.text(`${scrubbing}.state`) === "Disabled") return [];
    return settings
        .all(`${scrubbing}.scrubbingRules`)
        .filter((rule) => rule.oneOf("state", "Enabled", "Disabled", undefined) !== "Disabled")
        .map((rule) => ({
            matchVariable: rule.text("matchVariable"),
            ...(rule.oneOf("selectorMatchOperator", "Equals", "EqualsAny") === "Equals" && {
                selector: rule.text("selector"),
            }),
        }));
}
