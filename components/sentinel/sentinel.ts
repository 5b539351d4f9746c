import * as securityinsights from "@pulumi/azure-native/securityinsights";
import * as pulumi from "@pulumi/pulumi";
import { assignRole, PrincipalType, validate } from "../shared";
import { activityTables, entraTables } from "../shared/log-tables";
import { createAutomationRules } from "./automation-rules";
import type { Detection } from "./detection";
import { createEntityAnalytics } from "./entity-analytics";
import { createPlaybooks } from "./playbooks/playbooks";
import { readDetections } from "./read-detections";
import { type QueryFunction, readFunctions } from "./read-functions";
import { readHuntingQueries } from "./read-hunting-queries";
import { readWorkbookQueries } from "./read-workbook-queries";
import { createRules } from "./rules";
import { createFunctions, createHuntingQueries } from "./saved-searches";
import { type SentinelArgs, sentinelProblems } from "./sentinel-args";
import { tablesOf } from "./tables";
import { createWatchlists } from "./watchlists";
import { createWorkbook } from "./workbook";
import { type WorkspaceReference, workspaceOf } from "./workspace";

/**
 * Microsoft Sentinel on the workspace of an environment: detections that read what the environment logs, and playbooks
 * that respond to what they find, at once or, where they do harm when they are wrong, once somebody has approved.
 *
 * - Detections look up who is known in watchlists, which follow from the arguments. What needs a log that the workspace
 *   does not receive is left out.
 * - Each playbook has an identity of its own, which may do what the playbook does and nothing else.
 * - Behaviour of users and applications is learnt, with anomalies.
 * - Hunting queries and a workbook show what there is, without saying who.
 *
 * Who deploys needs the Entra role Security Administrator the first time.
 *
 * Serves practices 5.2, 5.4, 4.2, 2.4, 12.3, IR-1, IR-2, IR-3 and PP-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Sentinel extends pulumi.ComponentResource {
    /** ARM ids of the playbooks, by name; they wait until the playbooks may do what they do. */
    readonly playbookIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: SentinelArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Sentinel", name, {}, opts);
        validate(this, name, sentinelProblems(name, args));

        const workspace = workspaceOf(args);
        const onboarded = { parent: this, dependsOn: onboard(name, workspace, this) };
        const functions = readFunctions();
        const isFed = feeding(args, functions);
        const detections = readDetections().filter(isFed);

        const watchlists = createWatchlists(name, workspace, args, onboarded);
        const saved = createFunctions(name, functions, workspace, onboarded);
        const rules = createRules(name, detections, workspace, { parent: this, dependsOn: [...watchlists, ...saved] });
        createHuntingQueries(name, readHuntingQueries().filter(isFed), workspace, { parent: this, dependsOn: saved });
        createWorkbook(name, readWorkbookQueries().filter(isFed), workspace, args, onboarded);
        createEntityAnalytics(name, workspace, onboarded);

        const playbookIds = createPlaybooks(name, args, this);
        const starter = admitStarter(name, args, this);
        const on = { workspace, tenantId: args.tenantId, detections };
        createAutomationRules(name, on, playbookIds, { parent: this, dependsOn: [starter, ...rules] });

        this.playbookIds = pulumi.all(playbookIds);
        this.registerOutputs({ playbookIds: this.playbookIds });
    }
}

function onboard(name: string, workspace: WorkspaceReference, parent: pulumi.Resource): pulumi.Resource {
    return new securityinsights.SentinelOnboardingState(
        `${name}-onboarding`,
        {
            sentinelOnboardingStateName: "default", // the only one that a workspace has
            workspaceName: workspace.name,
            resourceGroupName: workspace.resourceGroupName,
            customerManagedKey: false,
        },
        { parent },
    );
}

/** Whether the environment logs all that a query reads. */
function feeding({ entraLogs, activityLog }: SentinelArgs, functions: QueryFunction[]) {
    const absent = [...(entraLogs ? [] : entraTables), ...(activityLog ? [] : activityTables)];
    return ({ query }: Pick<Detection, "query">): boolean => tablesOf({ query, functions }, absent).length === 0;
}

/** Lets Sentinel start the playbooks, which are in the resource group of the component. */
function admitStarter(name: string, args: SentinelArgs, parent: pulumi.Resource): pulumi.Resource {
    const { subscriptionId, resourceGroupName, securityInsightsPrincipalId: principalId } = args;
    return assignRole(
        `${name}-starter`,
        {
            role: "Microsoft Sentinel Automation Contributor",
            scope: pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`,
            principal: { principalId, principalType: PrincipalType.ServicePrincipal },
            subscriptionId,
        },
        parent,
    );
}
