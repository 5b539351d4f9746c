import * as pulumi from "@pulumi/pulumi";
import { validate } from "../shared";
import { type AiAccountArgs, accountProfiles, admitUsers, aiAccountProblems, useOrCreateAccount } from "./ai-account";

/** Arguments of `ContentSafety`. */
export interface ContentSafetyArgs extends AiAccountArgs {}

/**
 * An account of Azure AI Content Safety without keys, which only private endpoints reach and only Entra roles open,
 * which calls no other host, and which is logged. It finds prompt injection and harmful content in what it is sent.
 *
 * Serves practices 1.3, 9.1, 9.3, 2.1, 5.1 and ZT-1.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class ContentSafety extends pulumi.ComponentResource {
    /** ARM id of the account. */
    readonly accountId: pulumi.Output<string>;
    /** Address of the account, for example `https://ai-contoso.cognitiveservices.azure.com/`; waits until the network resolves it. */
    readonly endpoint: pulumi.Output<string>;

    constructor(name: string, args: ContentSafetyArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:ContentSafety", name, {}, opts);
        validate(this, name, contentSafetyProblems(name, args));

        const account = useOrCreateAccount(name, args, accountProfiles.contentSafety, this);
        admitUsers(name, account, args, this);

        this.accountId = account.id;
        this.endpoint = account.endpoint;
        this.registerOutputs({ accountId: this.accountId, endpoint: this.endpoint });
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function contentSafetyProblems(name: string, args: ContentSafetyArgs): string[] {
    return aiAccountProblems(name, args, accountProfiles.contentSafety);
}
