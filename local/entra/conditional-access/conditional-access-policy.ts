import type { Properties } from "../../provider/provider";
import { boolean, integer, object, oneOf, readOnly, required } from "../../provider/schema";
import { isObject, valueAt } from "../../provider/values";
import type { Directory } from "../directory";
import { doing } from "../graph-error";
import { idForm } from "../ids";
import { completed } from "../plan";
import type { ResourceType } from "../resource-type";
import { computed, type Field, list } from "../schema";
import { authenticationStrengthPolicyId, nonEmpty } from "../texts";
import { conditions } from "./conditions";
import { policyProblem } from "./policy-rules";

const ids = idForm<[objectId: string]>("/identity/conditionalAccess/policies/{}");

const termsOfUses: Field = { ...list(nonEmpty), terraformName: "terms_of_use" };

const grantControls: Field = {
    ...object({
        operator: required(oneOf("AND", "OR")),
        builtInControls: list(
            oneOf(
                ...["approvedApplication", "block", "compliantApplication", "compliantDevice", "domainJoinedDevice"],
                ...["mfa", "passwordChange"],
            ),
        ),
        authenticationStrengthPolicyId,
        customAuthenticationFactors: list(nonEmpty),
        termsOfUses,
    }),
    combinations: [
        { kind: "at-least-one", names: ["builtInControls", "authenticationStrengthPolicyId", "termsOfUses"] },
    ],
};

const sessionControls: Field = {
    ...object({
        applicationEnforcedRestrictionsEnabled: boolean,
        cloudAppSecurityPolicy: oneOf("blockDownloads", "mcasConfigured", "monitorOnly"),
        disableResilienceDefaults: boolean,
        persistentBrowserMode: oneOf("always", "never"),
        signInFrequency: { ...integer, minimum: 0 },
        signInFrequencyAuthenticationType: computed(
            oneOf("primaryAndSecondaryAuthentication", "secondaryAuthentication"),
        ),
        signInFrequencyInterval: computed(oneOf("everyTime", "timeBased")),
        signInFrequencyPeriod: oneOf("days", "hours"),
    }),
    combinations: [{ kind: "all-or-none", names: ["signInFrequency", "signInFrequencyPeriod"] }],
};

/** Under which conditions somebody may sign in to an application, and with what. */
export const conditionalAccessPolicy: ResourceType = {
    token: "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy",
    fields: {
        displayName: required(nonEmpty),
        state: required(oneOf("disabled", "enabled", "enabledForReportingButNotEnforced")),
        conditions: required(conditions),
        grantControls,
        sessionControls,
        ...readOnly("objectId"),
    },
    combinations: [{ kind: "at-least-one", names: ["grantControls", "sessionControls"] }],
    schemaVersion: 1,
    minutes: { create: 5, read: 5, update: 15, delete: 5 },
    // no published figures; the provider sees the policy five times, or five times not, 5 seconds apart
    seconds: { create: 20, update: 20, delete: 20 },
    refuse,

    async create({ inputs, graph }) {
        const objectId = graph.newGuid("conditionalAccessPolicy");
        const id = ids.format(objectId);
        await doing("Could not create conditional access policy", () => put(graph, id, inputs));
        return id;
    },

    read(id, graph) {
        const [objectId] = ids.parse(id);
        const body = graph.find(ids.format(objectId));
        return body && { ...body, objectId };
    },

    async update({ inputs, graph, id }) {
        await doing(`Could not update conditional access policy with ID: "${id}"`, async () => {
            graph.get(id);
            await put(graph, id, inputs);
        });
    },

    async remove({ graph, id }) {
        await graph.remove(graph.find(id) ? [id] : []);
    },
};

/** What the provider checks in a plan. */
function refuse({ sessionControls: session, grantControls: grant }: Properties): string | undefined {
    const interval = valueAt(session, "signInFrequencyInterval");
    const authentication = valueAt(session, "signInFrequencyAuthenticationType");
    const isSpelledOut = authentication === "primaryAndSecondaryAuthentication" && interval === "timeBased";
    if (isObject(session) && grant === undefined && isSpelledOut && !isEffective(session)) {
        return "when specifying `session_controls` but not `grant_controls`, one of the properties in the `session_controls` block must be set to an effective value in order for session controls to work";
    }
    const hasFrequency = valueAt(session, "signInFrequency") || valueAt(session, "signInFrequencyPeriod");
    return interval === "everyTime" && hasFrequency
        ? "when `session_controls.sign_in_frequency_interval` is set to `everyTime`, `sign_in_frequency` and `sign_in_frequency_period` are not valid"
        : undefined;
}

function isEffective(session: Properties): boolean {
    const { signInFrequencyAuthenticationType: _, signInFrequencyInterval: __, ...rest } = session;
    return Object.values(rest).some((value) => value !== false && value !== "" && value !== 0);
}

async function put(graph: Directory, id: string, inputs: Properties): Promise<void> {
    const { sessionControls: session, ...rest } = inputs;
    const policy: Properties = {
        ...rest,
        ...(isObject(session) && isEffectiveForGraph(session) && { sessionControls: withFrequency(session) }),
    };
    const refusal = policyProblem(policy, graph);
    if (refusal) {
        throw refusal;
    }
    await graph.put(id, completed(conditionalAccessPolicy.fields, policy));
}

/** Graph drops session controls that do nothing. */
function isEffectiveForGraph(session: Properties): boolean {
    return isEffective(session) || session.signInFrequencyInterval === "everyTime";
}

/** What Graph chooses for a frequency that does not say more. */
function withFrequency(session: Properties): Properties {
    const isUsed = Boolean(session.signInFrequency) || session.signInFrequencyInterval === "everyTime";
    return isUsed
        ? {
              signInFrequencyAuthenticationType: "primaryAndSecondaryAuthentication",
              signInFrequencyInterval: "timeBased",
              ...session,
          }
        : session;
}
