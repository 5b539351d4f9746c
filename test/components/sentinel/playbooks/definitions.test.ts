// Does not prove that Azure runs the workflows as the interpreter of the local cloud does.
import assert from "node:assert/strict";
import { disableServicePrincipal } from "../../../../components/sentinel/playbooks/disable-service-principal";
import { endSessions } from "../../../../components/sentinel/playbooks/end-sessions";
import { isolateNamespace } from "../../../../components/sentinel/playbooks/isolate-namespace";
import { notify } from "../../../../components/sentinel/playbooks/notify";
import { approvalLabel, needApproval, PlaybookName } from "../../../../components/sentinel/playbooks/playbook-name";
import { releasePrincipal } from "../../../../components/sentinel/playbooks/release-principal";
import { rotateSessionKeys } from "../../../../components/sentinel/playbooks/rotate-session-keys";
import { snapshotEvidence } from "../../../../components/sentinel/playbooks/snapshot-evidence";
import { blockPrincipal, throttlePrincipal } from "../../../../components/sentinel/playbooks/stop-principal";
import type { Action, Actions } from "../../../../components/sentinel/playbooks/workflow";
import { checkWorkflow } from "../../../../local/logic-apps/check";
import { Azure, application, breakGlass, incidentId, incidentWith, settings, user } from "./sample";

const definitions = {
    [PlaybookName.BlockPrincipal]: blockPrincipal(settings),
    [PlaybookName.DisableServicePrincipal]: disableServicePrincipal(settings),
    [PlaybookName.EndSessions]: endSessions(settings),
    [PlaybookName.IsolateNamespace]: isolateNamespace(settings),
    [PlaybookName.Notify]: notify(settings),
    [PlaybookName.ReleasePrincipal]: releasePrincipal(settings),
    [PlaybookName.RotateSessionKeys]: rotateSessionKeys(settings),
    [PlaybookName.SnapshotEvidence]: snapshotEvidence(settings),
    [PlaybookName.ThrottlePrincipal]: throttlePrincipal(settings),
};

const stopping = { protectedPrincipalIds: [breakGlass] };

/** What the workflow is given besides its connection. */
const parametersOf = (playbook: PlaybookName) =>
    "protectedPrincipalIds" in definitions[playbook].parameters ? stopping : {};

/** Everything that a playbook is given something to do with. */
const everything = incidentWith({ accounts: [user, application], details: [{ Namespace: ["mcp-orders"] }] });

const run = (azure: Azure, playbook: PlaybookName, trigger = everything) =>
    azure.run(definitions[playbook], trigger, parametersOf(playbook));

const messages = ({ comments }: Azure) => Object.values(comments);

/** All actions, those inside of others included. */
function allActions(actions: Actions): Action[] {
    return Object.values(actions).flatMap((action) => [
        action,
        ...allActions(action.actions ?? {}),
        ...allActions(action.else?.actions ?? {}),
    ]);
}

interface HttpInputs {
    uri: string;
    authentication: Record<string, string>;
}

describe("playbooks", () => {
    it("are all there", () => {
        assert.deepEqual(Object.keys(definitions).sort(), Object.values(PlaybookName).sort());
    });

    for (const [name, definition] of Object.entries(definitions)) {
        const playbook = name as PlaybookName;

        describe(name, () => {
            it("is a workflow of what the interpreter knows", () => {
                assert.deepEqual(checkWorkflow(definition), []);
            });

            it("starts with an incident of Sentinel", () => {
                assert.deepEqual(definition.triggers, {
                    Microsoft_Sentinel_incident: {
                        type: "ApiConnectionWebhook",
                        inputs: {
                            body: { callback_url: "@{listCallbackUrl()}" },
                            host: {
                                connection: { name: "@parameters('$connections')['azuresentinel']['connectionId']" },
                            },
                            path: "/incident-creation",
                        },
                    },
                });
            });

            it("asks Resource Manager and Graph only, as its identity, and leaves nothing of it in the history of runs", () => {
                const requests = allActions(definition.actions).filter(({ type }) => type === "Http");
                assert.ok(requests.length > 0);
                for (const { inputs, runtimeConfiguration, operationOptions } of requests) {
                    const { uri, authentication } = inputs as HttpInputs;
                    const isGraph = uri.startsWith("https://graph.microsoft.com/v1.0/");
                    assert.ok(isGraph || /^https:\/\/management\.azure\.com\//.test(uri), uri);
                    assert.deepEqual(authentication, {
                        type: "ManagedServiceIdentity",
                        identity: settings.identityId,
                        audience: isGraph ? "https://graph.microsoft.com" : "https://management.azure.com/",
                    });
                    assert.deepEqual(runtimeConfiguration, { secureData: { properties: ["inputs", "outputs"] } });
                    assert.equal(operationOptions, "DisableAsyncPattern");
                }
            });

            it("says on the incident what it has done", async () => {
                const azure = new Azure();
                azure.servicePrincipals.push({ id: application, displayName: "agent", appOwnerOrganizationId: "t" });
                if (playbook === PlaybookName.ReleasePrincipal) azure.change("throttled-principals", user);
                const { status } = await run(azure, playbook);
                assert.equal(status, "Succeeded");
                const [message = "", ...others] = messages(azure);
                assert.deepEqual(others, []);
                assert.ok(message.startsWith(`${playbook}: `), message);
                assert.doesNotMatch(message, /Failed|Nothing/);
            });

            it("says on the incident that it failed, and fails, when it may not do what it is for", async () => {
                const azure = new Azure();
                azure.instead = ({ url }) =>
                    url.includes("/comments/")
                        ? undefined
                        : { status: 403, headers: {}, body: { error: "of the service" } };
                const { status } = await run(azure, playbook);
                assert.equal(status, "Failed");
                assert.equal(messages(azure).length, 1);
                assert.match(messages(azure)[0] ?? "", new RegExp(`^${playbook}: Failed\\. .*\\.$`));
                assert.doesNotMatch(messages(azure)[0] ?? "", /of the service/);
            });

            it("fails when it cannot say so", async () => {
                const azure = new Azure();
                azure.instead = ({ method, url }) =>
                    method === "PUT" && url.includes("/comments/") ? { status: 403, headers: {}, body: {} } : undefined;
                assert.equal((await run(azure, playbook)).status, "Failed");
            });
        });
    }

    it("are done once for an incident, but for those that change nothing when they are done again", async () => {
        const again = await Promise.all(
            Object.values(PlaybookName).map(async (playbook) => {
                const azure = new Azure();
                await run(azure, playbook);
                const before = azure.requests.length;
                assert.equal((await run(azure, playbook)).status, "Succeeded");
                return [playbook, azure.requests.length - before === 1] as const;
            }),
        );
        assert.deepEqual(
            again.filter(([, once]) => !once).map(([playbook]) => playbook),
            [PlaybookName.BlockPrincipal, PlaybookName.ReleasePrincipal, PlaybookName.ThrottlePrincipal],
        );
    });

    it("are done again after a failure, and when the comment is gone", async () => {
        const azure = new Azure();
        azure.instead = ({ method }) => (method === "PATCH" ? { status: 403, headers: {}, body: {} } : undefined);
        await run(azure, PlaybookName.EndSessions);
        azure.instead = () => undefined;
        await run(azure, PlaybookName.EndSessions);
        const epoch = azure.values["session-epoch"];
        assert.notEqual(epoch, "1");
        assert.equal(messages(azure).length, 2);
        const [done = ""] = Object.keys(azure.comments).filter((id) => id.startsWith("99999999-9999-4999-8999-"));
        assert.match(done, /^99999999-9999-4999-8999-[0-9a-f]{12}$/);
        delete azure.comments[done];
        azure.values["session-epoch"] = "1";
        await run(azure, PlaybookName.EndSessions);
        assert.equal(azure.values["session-epoch"], epoch);
    });

    it("do nothing when it is not known whether they were done", async () => {
        for (const playbook of [PlaybookName.EndSessions, ...needApproval]) {
            const azure = new Azure();
            azure.instead = () => ({ status: 403, headers: {}, body: {} });
            assert.equal((await run(azure, playbook)).status, "Failed");
            assert.equal(azure.requests.length, 1);
        }
    });

    it("each have a comment of their own on an incident", async () => {
        const azure = new Azure();
        const once = [PlaybookName.EndSessions, PlaybookName.Notify, PlaybookName.IsolateNamespace];
        for (const playbook of once) await run(azure, playbook);
        assert.equal(messages(azure).length, once.length);
    });

    it("need approval where they do harm when they are wrong", () => {
        assert.deepEqual(needApproval.map(approvalLabel), [
            "approved: disable-service-principal",
            "approved: isolate-namespace",
            "approved: rotate-session-keys",
        ]);
    });
});

for (const [playbook, list] of [
    [PlaybookName.BlockPrincipal, "blocked-principals"],
    [PlaybookName.ThrottlePrincipal, "throttled-principals"],
] as const) {
    describe(playbook, () => {
        const listed = (azure: Azure) => azure.values[list];

        it("adds users and applications to the list, each once", async () => {
            const azure = new Azure();
            azure.change(list, `somebody ${user}`);
            await run(azure, playbook, incidentWith({ accounts: [application.toUpperCase(), user, application] }));
            assert.equal(listed(azure), `somebody ${user} ${application}`);
        });

        it("begins a list with the first, and says whom", async () => {
            const azure = new Azure();
            await run(azure, playbook, incidentWith({ accounts: [user] }));
            assert.equal(listed(azure), user);
            assert.match(messages(azure)[0] ?? "", new RegExp(user));
        });

        it("leaves emergency accounts and who deploys alone, and what is no object id", async () => {
            const azure = new Azure();
            const accounts = [
                breakGlass.toUpperCase(),
                "",
                "somebody@contoso.example",
                `${user} ${user}`,
                "a b".padEnd(36, "c"),
            ];
            const { status } = await run(azure, playbook, incidentWith({ accounts }));
            assert.equal(status, "Succeeded");
            assert.equal(listed(azure), "none");
            assert.match(messages(azure)[0] ?? "", /^[a-z-]+: Nothing was done: /);
        });

        it("loses nobody whom somebody else adds at the same time", async () => {
            const azure = new Azure();
            let others = 3;
            azure.instead = ({ method }) => {
                if (method === "PATCH" && others-- > 0)
                    azure.change(list, `${listed(azure)} other-${others}`.replace("none ", ""));
                return undefined;
            };
            const { status } = await run(azure, playbook, incidentWith({ accounts: [user] }));
            assert.equal(status, "Succeeded");
            assert.equal(listed(azure), `other-2 other-1 other-0 ${user}`);
        });

        it("gives up when it never gets to write", async () => {
            const azure = new Azure();
            azure.instead = ({ method }) => (method === "PATCH" ? { status: 412, headers: {}, body: {} } : undefined);
            const { status } = await run(azure, playbook, incidentWith({ accounts: [user] }));
            assert.equal(status, "Failed");
            assert.match(messages(azure)[0] ?? "", /status 412\.$/);
        });

        it("does not write more than a named value may have", async () => {
            const azure = new Azure();
            const full = Array.from({ length: 110 }, (_, index) => String(index).padStart(36, "0")).join(" ");
            azure.change(list, full);
            const { status } = await run(azure, playbook, incidentWith({ accounts: [user, application] }));
            assert.equal(status, "Failed");
            assert.equal(listed(azure), full);
            assert.match(messages(azure)[0] ?? "", /more than 4096 characters/);
        });
    });
}

describe("release-principal", () => {
    it("takes users and applications off the list of lower limits, and of no other", async () => {
        const azure = new Azure();
        azure.change("throttled-principals", `${application} ${user.toUpperCase()}`);
        azure.change("blocked-principals", user);
        await run(azure, PlaybookName.ReleasePrincipal, incidentWith({ accounts: [user] }));
        assert.equal(azure.values["throttled-principals"], application);
        await run(azure, PlaybookName.ReleasePrincipal, incidentWith({ accounts: [application] }));
        assert.equal(azure.values["throttled-principals"], "none");
        assert.equal(azure.values["blocked-principals"], user);
    });
});

describe("disable-service-principal", () => {
    const disabled = ({ requests }: Azure) =>
        requests.filter(({ method }) => method === "PATCH").map(({ url, body }) => [url, body]);

    it("disables applications, and neither users nor those of Microsoft", async () => {
        const azure = new Azure();
        const ofMicrosoft = "33333333-3333-4333-8333-000000000003";
        azure.servicePrincipals.push(
            { id: application, displayName: "agent", appOwnerOrganizationId: "11111111-1111-4111-8111-111111111111" },
            { id: ofMicrosoft, displayName: "Graph", appOwnerOrganizationId: "F8CDEF31-A31E-4B4A-93E4-5F571E91255A" },
            { id: breakGlass, displayName: "never", appOwnerOrganizationId: "11111111-1111-4111-8111-111111111111" },
        );
        const accounts = [user, application, ofMicrosoft, breakGlass];
        await run(azure, PlaybookName.DisableServicePrincipal, incidentWith({ accounts }));
        assert.deepEqual(disabled(azure), [
            [`https://graph.microsoft.com/v1.0/servicePrincipals/${application}`, { accountEnabled: false }],
        ]);
        assert.match(messages(azure)[0] ?? "", new RegExp(`Disabled in Entra: agent \\(${application}\\)\\. `));
    });

    it("does nothing where there is no application", async () => {
        for (const accounts of [[user], [breakGlass], []]) {
            const azure = new Azure();
            await run(azure, PlaybookName.DisableServicePrincipal, incidentWith({ accounts }));
            assert.deepEqual(disabled(azure), []);
            assert.match(messages(azure)[0] ?? "", /: Nothing was done/);
        }
    });
});

describe("notify", () => {
    it("mails what the incident is called and where it is, and nothing of who is part in it", async () => {
        const azure = new Azure();
        await run(azure, PlaybookName.Notify);
        const [mail] = azure.requests.filter(({ url }) => url.includes("sendMail"));
        assert.equal(mail?.url, `https://graph.microsoft.com/v1.0/users/${settings.mailboxId}/sendMail`);
        assert.deepEqual(mail?.body, {
            message: {
                subject: "[High] Incident 12: Somebody tries tools",
                body: {
                    contentType: "Text",
                    content: "Incident 12 of severity High: Somebody tries tools. https://portal.azure.com/#asset/12",
                },
                toRecipients: [{ emailAddress: { address: "security@contoso.example" } }],
            },
            saveToSentItems: false,
        });
    });

    it("sends one mail, also when it is not known whether it went out", async () => {
        const azure = new Azure();
        azure.instead = ({ url }) => (url.includes("sendMail") ? { status: 503, headers: {}, body: {} } : undefined);
        await run(azure, PlaybookName.Notify);
        assert.equal(azure.requests.filter(({ url }) => url.includes("sendMail")).length, 1);
    });
});

describe("playbooks with a job", () => {
    const variables = ({ started: [container] }: Azure) => {
        const list = container?.env as { name: string; value: string }[];
        return Object.fromEntries(list.map(({ name, value }) => [name, value]));
    };

    it("start the program that is deployed, and tell it what to do", async () => {
        const azure = new Azure();
        const details: Record<string, string[]>[] = [{ Namespace: ["mcp-orders", "mcp-stock"] }, {}, { Other: ["x"] }];
        await run(azure, PlaybookName.IsolateNamespace, incidentWith({ details }));
        const [{ env, ...container } = {}, ...others] = azure.started;
        assert.deepEqual(others, []);
        assert.ok(env);
        assert.deepEqual(container, {
            name: "job",
            image: "crcontoso.azurecr.io/node@sha256:00",
            command: ["node", "--eval", "respond()"],
            resources: { cpu: 0.5, memory: "1Gi" },
        });
        const { NAMESPACES, ...rest } = variables(azure);
        assert.deepEqual(rest, { AZURE_CLIENT_ID: "client", CLUSTER_ID: settings.clusterId });
        assert.deepEqual(
            NAMESPACES?.split(" ").filter((name) => name !== ""),
            ["mcp-orders", "mcp-stock"],
        );
    });

    it("isolate nothing when no alert names a namespace", async () => {
        for (const details of [[], [{}], [{ Namespace: [] }], [{}, {}]]) {
            const azure = new Azure();
            await run(azure, PlaybookName.IsolateNamespace, incidentWith({ details }));
            assert.deepEqual(azure.started, []);
            assert.match(messages(azure)[0] ?? "", /: Nothing was done/);
        }
    });

    it("keep evidence also when no alert names a namespace", async () => {
        const azure = new Azure();
        await run(azure, PlaybookName.SnapshotEvidence, incidentWith({}));
        assert.deepEqual(variables(azure), {
            AZURE_CLIENT_ID: "client",
            CLUSTER_ID: settings.clusterId,
            CONTAINER_URI: settings.containerUri,
            GATEWAY_ID: settings.gatewayServiceId,
            INCIDENT_ID: incidentId,
            NAMESPACES: "",
        });
        assert.match(messages(azure)[0] ?? "", /incidents\/12\/\.$/);
    });

    it("draw the keys of sessions that API Management has, and let it read them once they are new", async () => {
        const azure = new Azure();
        azure.jobStatus = ["Processing", "Running", "Succeeded"];
        await run(azure, PlaybookName.RotateSessionKeys);
        const uri = (name: string) => `https://kv.vault.azure.net/secrets/session-key-${name}`;
        assert.equal(variables(azure).SECRET_URIS, `${uri("current")} ${uri("previous")}`);
        const paths = azure.requests.map(({ url }) => new URL(url).pathname.split("/").slice(-2).join("/"));
        assert.deepEqual(paths.slice(paths.lastIndexOf("executions/e1")), [
            "executions/e1",
            "session-key-current/refreshSecret",
            "session-key-previous/refreshSecret",
            ...paths.slice(-1),
        ]);
    });

    it("say that the job failed, and do nothing further", async () => {
        for (const status of ["Failed", "Stopped", "Degraded"]) {
            const azure = new Azure();
            azure.jobStatus = ["Running", status];
            assert.equal((await run(azure, PlaybookName.RotateSessionKeys)).status, "Failed");
            assert.ok(!azure.requests.some(({ url }) => url.includes("refreshSecret")));
            assert.equal(
                messages(azure)[0],
                `rotate-session-keys: Failed. The job ended as "${status}". The log has the output of e1.`,
            );
        }
    });

    it("give up on a job that never ends", async () => {
        const azure = new Azure();
        azure.jobStatus = ["Running"];
        assert.equal((await run(azure, PlaybookName.SnapshotEvidence)).status, "Failed");
        assert.match(messages(azure)[0] ?? "", /The job ended as "Running"/);
    });

    it("start a job once, also when it is not known whether it started", async () => {
        const azure = new Azure();
        azure.instead = ({ url }) => (url.includes("/start?") ? { status: 503, headers: {}, body: {} } : undefined);
        await run(azure, PlaybookName.RotateSessionKeys);
        assert.equal(azure.requests.filter(({ url }) => url.includes("/start?")).length, 1);
    });
});
