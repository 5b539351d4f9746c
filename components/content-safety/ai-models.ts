import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { listed, rangeProblem, roleProblem, tags, validate } from "../shared";
import {
    type AccountReference,
    type AiAccountArgs,
    accountProfiles,
    admitUsers,
    aiAccountProblems,
    useOrCreateAccount,
} from "./ai-account";
import { contentFilters } from "./content-filters";

/** Where a model may process what it is sent. Processing anywhere in the world is not offered. */
export const ModelProcessing = {
    /** In the region of the account. */
    Region: "region",
    /** In any region of the data zone that the account lies in, for example the European Union. */
    DataZone: "data-zone",
} as const;
export type ModelProcessing = (typeof ModelProcessing)[keyof typeof ModelProcessing];

// https://learn.microsoft.com/azure/ai-services/openai/how-to/deployment-types
const deploymentTypes: Readonly<Record<ModelProcessing, string>> = {
    region: "Standard",
    "data-zone": "DataZoneStandard",
};

/** A model at one version, which stays until this says another. */
export interface AiModel {
    /** Required. Who publishes the model, for example `OpenAI`, as the catalogue writes it. */
    publisher: string;
    /** Required. The model, for example `gpt-4.1`. */
    model: string;
    /** Required. Its version, for example `2025-04-14`. */
    version: string;
    /** Required. Thousands of tokens that it may process in a minute, 1 to 10000. */
    capacity: number;
    /** Optional. Where it may process what it is sent. Default: `region`. */
    processing?: ModelProcessing;
}

/** Arguments of `AiModels`. */
export interface AiModelsArgs extends AiAccountArgs {
    /** Required. At least one model, by the name of its deployment, which clients use. */
    models: Record<string, AiModel>;
}

/**
 * Models of Azure AI behind an account without keys, which only private endpoints reach and only Entra roles open, which
 * calls no other host, and which is logged.
 *
 * - Every deployment answers through one policy that blocks jailbreaks, indirect attacks, hate, sexual content,
 *   violence, self-harm and protected material, in prompts, calls of tools, their results and answers.
 * - A model keeps its version until the program names another. When Azure retires a version, its deployment stops.
 *
 * Serves practices 1.3, 1.4, 9.1, 9.3, 12.1, 2.1, 5.1 and IR-4.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class AiModels extends pulumi.ComponentResource {
    /** ARM id of the account. */
    readonly accountId: pulumi.Output<string>;
    /** Address of the account, for example `https://ai-contoso.services.ai.azure.com/`; waits until the network resolves it, and for all models. */
    readonly endpoint: pulumi.Output<string>;

    constructor(name: string, args: AiModelsArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:AiModels", name, {}, opts);
        validate(this, name, aiModelsProblems(name, args));

        const account = useOrCreateAccount(name, args, accountProfiles.models, this);
        admitUsers(name, account, args, this);
        const deployed = deployModels(name, account, args, this);

        this.accountId = account.id;
        this.endpoint = pulumi.all([account.endpoint, deployed.urn]).apply(([endpoint]) => endpoint);
        this.registerOutputs({ accountId: this.accountId, endpoint: this.endpoint });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function aiModelsProblems(name: string, args: AiModelsArgs): string[] {
    return listed(
        ...aiAccountProblems(name, args, accountProfiles.models),
        Object.keys(args.models).length === 0 ? "models is empty; name at least one model." : undefined,
        ...Object.entries(args.models).flatMap(([deployment, model]) => modelProblems(deployment, model)),
    );
}

function modelProblems(deployment: string, model: AiModel): string[] {
    const argument = `models.${deployment}`;
    const { capacity, processing } = model;
    const allowed: string[] = Object.values(ModelProcessing);
    return listed(
        roleProblem(deployment, `The name of ${argument}`),
        // https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deployments/create-or-update
        deployment.length > 64
            ? `The name of ${argument} has ${deployment.length} characters; it must have 64 at most.`
            : undefined,
        ...(["publisher", "model", "version"] as const).map((part) =>
            model[part].trim() === "" ? `${argument}.${part} is empty; the catalogue of models has it.` : undefined,
        ),
        rangeProblem(capacity, `${argument}.capacity`, { min: 1, max: 10_000, unit: "thousand tokens a minute" }),
        processing === undefined || allowed.includes(processing)
            ? undefined
            : `${argument}.processing is "${processing}"; it must be one of ${allowed.join(", ")}.`,
    );
}

/** One after the other, because Azure refuses two writes to an account at once. Gives the last. */
function deployModels(
    name: string,
    account: AccountReference,
    args: AiModelsArgs,
    parent: pulumi.Resource,
): pulumi.Resource {
    const raiPolicyName = "blocking";
    let last: pulumi.Resource = new cognitiveservices.RaiPolicy(
        `${name}-filters`,
        {
            raiPolicyName,
            accountName: account.name,
            resourceGroupName: account.resourceGroupName,
            properties: {
                basePolicyName: "Microsoft.DefaultV2",
                mode: "Blocking",
                contentFilters: [...contentFilters],
            },
            tags: tags(args, "ai-models"),
        },
        { parent },
    );
    for (const [deploymentName, { publisher, model, version, capacity, processing }] of Object.entries(args.models)) {
        last = new cognitiveservices.Deployment(
            `${name}-model-${deploymentName}`,
            {
                deploymentName,
                accountName: account.name,
                resourceGroupName: account.resourceGroupName,
                sku: { name: deploymentTypes[processing ?? ModelProcessing.Region], capacity },
                properties: {
                    model: { format: publisher, publisher, name: model, version },
                    versionUpgradeOption: "NoAutoUpgrade",
                    raiPolicyName,
                },
                tags: tags(args, "ai-models"),
            },
            { parent, dependsOn: [last] },
        );
    }
    return last;
}
