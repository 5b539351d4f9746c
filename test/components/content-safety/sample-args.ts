import type { AiModelsArgs, ContentSafetyArgs } from "../../../components";
import { placement, sampleNetwork, sampleWorkspaceId } from "../../support/sample-placement";

/** Arguments of a content safety account that nobody uses yet. */
export const safetyArgs = {
    ...placement,
    workspaceId: sampleWorkspaceId,
    network: sampleNetwork("privatelink.cognitiveservices.azure.com"),
} as const satisfies ContentSafetyArgs;

export const sampleModel = { publisher: "OpenAI", model: "gpt-4.1", version: "2025-04-14", capacity: 50 };

/** Arguments of an account with one model. */
export const modelsArgs = {
    ...safetyArgs,
    network: sampleNetwork(
        "privatelink.cognitiveservices.azure.com",
        "privatelink.openai.azure.com",
        "privatelink.services.ai.azure.com",
    ),
    models: { chat: sampleModel },
} satisfies AiModelsArgs;

export const gateway = {
    principalId: "33333333-3333-4333-8333-000000000041",
    principalType: "ServicePrincipal",
} as const;
