// Does not prove that the roles of deployed playbooks suffice, which the tests of components and of the engine do: here
// each has what its description says.
import assert from "node:assert/strict";
import { disableServicePrincipal } from "../../../components/sentinel/playbooks/disable-service-principal";
import { endSessions } from "../../../components/sentinel/playbooks/end-sessions";
import { isolateNamespace } from "../../../components/sentinel/playbooks/isolate-namespace";
import { notify } from "../../../components/sentinel/playbooks/notify";
import { protectedIds } from "../../../components/sentinel/playbooks/principals";
import { releasePrincipal } from "../../../components/sentinel/playbooks/release-principal";
import { rotateSessionKeys } from "../../../components/sentinel/playbooks/rotate-session-keys";
import { snapshotEvidence } from "../../../components/sentinel/playbooks/snapshot-evidence";
import { blockPrincipal, throttlePrincipal } from "../../../components/sentinel/playbooks/stop-principal";
import type { WorkflowDefinition } from "../../../components/sentinel/playbooks/workflow";
import { type PlaybookRun, runPlaybook } from "../../../local/management/run-playbook";
import { SentMail } from "../../../local/management/sent-mail";
import type { Properties, Value } from "../../../local/provider/provider";
import { objectsAt } from "../../../local/provider/values";
import type { Incident } from "../../../local/sentinel/incident";
import { serviceId } from "../azure/api-management-landscape";
import { groupId } from "../azure/fixture";
import { connections, mayRunPlaybooks } from "../azure/sentinel-landscape";
import { newTenant } from "../entra/fixture";
import { homes, identityId, jobId, type ResponderHome, user, valueId, workspaceId } from "./responder-home";

const workflowId = `${groupId}/providers/Microsoft.Logic/workflows/respond`;
const clusterId = `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks`;
const other = "33333333-3333-4333-8333-000000000024";
const protectedUser = "33333333-3333-4333-8333-000000000025";
const onGateway = { identityId, gatewayServiceId: serviceId };

/** Parameters of a playbook that stops some of these never. */
function protecting(...ids: string[]): Properties {
    return { parameters: { ...connections, [protectedIds]: { type: "Array", value: ids } } };
}

/** Deploys a playbook with what every playbook may do. */
async function deployPlaybook(
    home: ResponderHome,
    definition: WorkflowDefinition,
    more: Properties = {},
): Promise<void> {
    const body: Properties = {
        ...{ name: "respond", location: "westeurope", state: "Enabled" },
        identity: { type: "UserAssigned", userAssignedIdentities: { [identityId]: {} } },
        definition: JSON.parse(JSON.stringify(definition)),
        parameters: connections,
        ...more,
    };
    await home.put({ type: "azure-native:logic:Workflow", id: workflowId, body });
    await home.give(workspaceId, "Microsoft Sentinel Responder");
}

async function run(home: ResponderHome, { id }: Incident): Promise<PlaybookRun> {
    const { tenant, management } = home;
    const clock = {
        now: () => home.time,
        wait: async (seconds: number) => {
            home.time += seconds * 1000;
        },
    };
    const incident = (await home.incidents.find(id)) ?? assert.fail("no incident");
    return runPlaybook({ workflowId, incident, event: { kind: "Created" }, tenant, management, clock });
}

async function commentsOf(home: ResponderHome, { id }: Incident): Promise<string[]> {
    return ((await home.incidents.find(id))?.comments ?? []).map(({ message }) => message);
}

describe("The playbook", () => {
    const home = homes();
    const list = (name: string, value: string): Promise<void> => {
        const { type, id, body } = home().cloud.find(valueId(name)) ?? assert.fail(`no value ${name}`);
        return home().put({ type, id, body: { ...body, value } });
    };
    afterEach(() => {
        assert.deepEqual(home().logged, []);
    });

    it("end-sessions writes another epoch, once for an incident", async () => {
        await deployPlaybook(home(), endSessions(onGateway));
        await home().give(valueId("session-epoch"));
        const incident = await home().newIncident(user);
        assert.equal((await run(home(), incident)).status, "Succeeded");
        const epoch = home().value("session-epoch");
        assert.notEqual(epoch, "1");
        assert.equal((await run(home(), incident)).status, "Succeeded");
        assert.equal(home().value("session-epoch"), epoch);
        assert.deepEqual(await commentsOf(home(), incident), [
            "end-sessions: All sessions at the gateway have ended; clients begin new ones.",
        ]);
    });

    it("block-principal adds who was part in it to the list, and nobody whom it must not stop", async () => {
        await deployPlaybook(home(), blockPrincipal(onGateway), protecting(protectedUser));
        await home().give(valueId("blocked-principals"));
        await list("blocked-principals", other);
        const incident = await home().newIncident(user.toUpperCase(), protectedUser, other);
        for (let time = 0; time < 2; time++) {
            assert.equal((await run(home(), incident)).status, "Succeeded");
            assert.equal(home().value("blocked-principals"), `${other} ${user}`);
        }
    });

    it("throttle-principal and release-principal add to a list and take from it again", async () => {
        await home().give(valueId("throttled-principals"));
        await deployPlaybook(home(), throttlePrincipal(onGateway), protecting());
        const incident = await home().newIncident(user);
        await run(home(), incident);
        assert.equal(home().value("throttled-principals"), user);
        await deployPlaybook(home(), releasePrincipal(onGateway));
        assert.equal((await run(home(), incident)).status, "Succeeded");
        assert.equal(home().value("throttled-principals"), "none");
        assert.equal(home().value("blocked-principals"), "none");
    });

    it("block-principal loses nothing of what somebody else writes meanwhile", async () => {
        await deployPlaybook(home(), blockPrincipal(onGateway), protecting());
        await home().give(valueId("blocked-principals"));
        const { management } = home();
        let writes = 0;
        const meddling = {
            answer: async (request: Parameters<typeof management.answer>[0]) => {
                if (request.method === "PATCH" && writes++ === 0) await list("blocked-principals", other);
                return management.answer(request);
            },
        };
        const incident = await home().newIncident(user);
        const meddled = Object.assign(Object.create(home()) as ResponderHome, { management: meddling });
        assert.equal((await run(meddled, incident)).status, "Succeeded");
        assert.equal(writes, 2);
        assert.equal(home().value("blocked-principals"), `${other} ${user}`);
    });

    it("block-principal says so when its role is missing, changes nothing, and has failed", async () => {
        await deployPlaybook(home(), blockPrincipal(onGateway), protecting());
        const incident = await home().newIncident(user);
        assert.equal((await run(home(), incident)).status, "Failed");
        assert.equal(home().value("blocked-principals"), "none");
        const [comment, ...more] = await commentsOf(home(), incident);
        assert.match(comment ?? "", /^block-principal: Failed\. /);
        assert.deepEqual(more, []);
    });

    it("disable-service-principal disables applications, and leaves users alone", async () => {
        const { create, store } = newTenant();
        const clientId = String((await create("ApplicationRegistration", { displayName: "client" })).outputs.clientId);
        const objectId = String((await create("ServicePrincipal", { clientId })).outputs.objectId);
        await home().write(store.list("").map(([key, value]) => ({ key, value })));
        await deployPlaybook(home(), disableServicePrincipal({ identityId }), protecting());
        const isEnabled = () => home().tenant().graph.get(`/servicePrincipals/${objectId}`).accountEnabled;
        const incident = await home().newIncident(user, objectId);
        assert.equal((await run(home(), incident)).status, "Failed");
        assert.equal(isEnabled(), true);
        await home().consent("Application.ReadWrite.All");
        assert.equal((await run(home(), incident)).status, "Succeeded");
        assert.equal(isEnabled(), false);
        const [, done] = await commentsOf(home(), incident);
        assert.equal(
            done,
            `disable-service-principal: Disabled in Entra: client (${objectId}). Enable it again in Entra.`,
        );
    });

    it("notify sends one mail for an incident, with nothing of who was part in it", async () => {
        await deployPlaybook(home(), notify({ identityId, mailboxId: user, recipients: ["security@contoso.com"] }));
        await home().consent("Mail.Send");
        const incident = await home().newIncident(other);
        for (let time = 0; time < 2; time++) assert.equal((await run(home(), incident)).status, "Succeeded");
        const mails = await new SentMail(home().folder).all();
        assert.deepEqual(
            mails.map(({ to, subject }) => [to, subject]),
            [[["security@contoso.com"], "[High] Incident 1: Somebody does something"]],
        );
        assert.equal(JSON.stringify(mails).includes(other), false);
    });

    const startedWith = () => {
        const [{ template } = assert.fail("no job was started")] = home().started;
        const [container = {}] = objectsAt(template, "containers");
        const env = objectsAt(container, "env").map(({ name, value }): [string, Value | undefined] => [
            String(name),
            value,
        ]);
        return { ...container, env: Object.fromEntries(env) };
    };
    const container = { command: ["node", "--eval", "0"], image: "mcr.microsoft.com/node:24", name: "respond" };

    it("isolate-namespace starts its job as it is deployed, for the namespaces of the incident", async () => {
        await deployPlaybook(home(), isolateNamespace({ identityId, jobId, clusterId }));
        await home().give(jobId, "Container Apps Jobs Operator");
        const incident = await home().newIncident(user);
        const { status, seconds } = await run(home(), incident);
        assert.deepEqual([status, home().started.length], ["Succeeded", 1]);
        assert.deepEqual(startedWith(), {
            ...container,
            env: { OWN: "1", CLUSTER_ID: clusterId, NAMESPACES: "mcp-orders" },
            resources: { cpu: 0.25, memory: "0.5Gi" },
        });
        assert.equal(seconds, 10);
        assert.match(
            (await commentsOf(home(), incident)).join(),
            /^isolate-namespace: Cut off .* quarantine: mcp-orders\./,
        );
    });

    it("isolate-namespace has failed when its job has", async () => {
        await deployPlaybook(home(), isolateNamespace({ identityId, jobId, clusterId }));
        await home().give(jobId, "Container Apps Jobs Operator");
        home().nextExecution = { name: "respond-1", status: "Failed" };
        const incident = await home().newIncident(user);
        assert.equal((await run(home(), incident)).status, "Failed");
        assert.match(
            (await commentsOf(home(), incident)).join(),
            /^isolate-namespace: Failed\. The job ended as "Failed"\./,
        );
    });

    it("rotate-session-keys has both keys drawn and read again", async () => {
        await deployPlaybook(home(), rotateSessionKeys({ ...onGateway, jobId }));
        await home().give(jobId, "Container Apps Jobs Operator");
        for (const which of ["current", "previous"]) await home().give(valueId(`session-key-${which}`));
        const incident = await home().newIncident(user);
        assert.equal((await run(home(), incident)).status, "Succeeded");
        const uri = "https://kv-open.vault.azure.net/secrets/session";
        assert.equal(startedWith().env.SECRET_URIS, `${uri} ${uri}`);
        assert.match(
            (await commentsOf(home(), incident)).join(),
            /^rotate-session-keys: Both keys of sessions are new/,
        );
    });

    it("snapshot-evidence names the incident and where evidence goes", async () => {
        const containerUri = "https://stevidence.blob.core.windows.net/incidents";
        await deployPlaybook(home(), snapshotEvidence({ ...onGateway, jobId, clusterId, containerUri }));
        await home().give(jobId, "Container Apps Jobs Operator");
        const incident = await home().newIncident(user);
        assert.equal((await run(home(), incident)).status, "Succeeded");
        const { OWN: _, ...env } = startedWith().env;
        assert.deepEqual(env, {
            CLUSTER_ID: clusterId,
            CONTAINER_URI: containerUri,
            GATEWAY_ID: serviceId,
            INCIDENT_ID: incident.id,
            NAMESPACES: "mcp-orders",
        });
        assert.match((await commentsOf(home(), incident)).join(), /^snapshot-evidence: Evidence is kept/);
    });

    it("shows nobody in the history of its runs who was part in an incident", async () => {
        await deployPlaybook(home(), endSessions(onGateway));
        await home().give(valueId("session-epoch"));
        const { actions } = await run(home(), await home().newIncident(user));
        const requests = actions.filter(({ code }) => ["Accepted", "Created", "NotFound"].includes(code ?? ""));
        assert.equal(requests.length, 3);
        for (const { inputs, outputs } of requests) assert.deepEqual([inputs, outputs], [undefined, undefined]);
    });

    it("is not started when it is not there, is disabled, or Sentinel may not", async () => {
        const incident = await home().newIncident(user);
        await assert.rejects(run(home(), incident), /There is no workflow/);
        await deployPlaybook(home(), endSessions(onGateway), { state: "Disabled" });
        await assert.rejects(run(home(), incident), /is in the state Disabled/);
        await deployPlaybook(home(), endSessions(onGateway));
        const [, { scope, roleAssignmentName }] = mayRunPlaybooks;
        const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${roleAssignmentName}`;
        await home().write([{ key: `arm:${assignment.toLowerCase()}` }]);
        await assert.rejects(run(home(), incident), /Microsoft Sentinel may not start the playbook/);
    });
});
