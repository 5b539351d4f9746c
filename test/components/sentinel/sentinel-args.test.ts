// Does not prove that Azure accepts the values: only that what it would surely refuse is named before anything runs.
import assert from "node:assert/strict";
import { type SentinelArgs, sentinelProblems } from "../../../components/sentinel/sentinel-args";
import { everyPlaybook, sentinelArgs } from "./sample-args";

describe("sentinelProblems", () => {
    const formula =
        "it must be text on one line that does not begin with =, +, - or @, which spreadsheets take for a formula.";
    const cases: [string, Partial<SentinelArgs>, string[]][] = [
        ["none in a good one", {}, []],
        [
            "none in one with every playbook",
            { ...everyPlaybook, highRiskPrincipalIds: [], disableServicePrincipals: true },
            [],
        ],
        [
            "ids that are no GUIDs, and a bad placement",
            {
                location: "",
                tenantId: "contoso",
                securityInsightsPrincipalId: "98785600",
                breakGlassAccountIds: ["alice"],
                deployerIds: [...sentinelArgs.deployerIds, "bob"],
                highRiskPrincipalIds: ["carol"],
                clients: { vscode: "code" },
            },
            [
                'location is ""; it must be the short name of an Azure region, for example "westeurope".',
                'tenantId is "contoso"; it must be a GUID.',
                'securityInsightsPrincipalId is "98785600"; it must be a GUID.',
                'breakGlassAccountIds[0] is "alice"; it must be a GUID.',
                'deployerIds[1] is "bob"; it must be a GUID.',
                'highRiskPrincipalIds[0] is "carol"; it must be a GUID.',
                'clients.vscode is "code"; it must be a GUID.',
            ],
        ],
        [
            "nobody where somebody is needed",
            { breakGlassAccountIds: [], deployerIds: [] },
            ["breakGlassAccountIds is empty; name at least one.", "deployerIds is empty; name at least one."],
        ],
        [
            "texts that a watchlist cannot hold",
            {
                clients: { "=vscode": "aebc6443-996d-45c2-90f0-388ff96faa56" },
                tools: { "+orders": ["get", "-drop"] },
                egressFqdns: ["a.example", "@b.example"],
            },
            [
                `The name of a client is "=vscode"; ${formula}`,
                `The name of a server is "+orders"; ${formula}`,
                `tools.+orders[1] is "-drop"; ${formula}`,
                `egressFqdns[1] is "@b.example"; ${formula}`,
            ],
        ],
        [
            "a job that no playbook starts",
            { ...everyPlaybook, jobs: { ...everyPlaybook.jobs, notify: everyPlaybook.jobs["snapshot-evidence"] } },
            [
                'jobs has "notify", which starts no job; it must be one of isolate-namespace, rotate-session-keys, snapshot-evidence.',
            ],
        ],
        [
            "no keys for the job that draws them anew",
            { ...everyPlaybook, sessionKeys: {} },
            ["sessionKeys is empty; jobs.rotate-session-keys needs the keys that it draws anew."],
        ],
        [
            "mail from nowhere to nobody",
            { notification: { mailboxId: "soc@contoso.example", recipients: [] } },
            [
                'notification.mailboxId is "soc@contoso.example"; it must be a GUID.',
                "notification.recipients is empty; name who is told.",
            ],
        ],
        [
            "a recipient that is no address",
            { notification: { ...everyPlaybook.notification, recipients: ["soc"] } },
            ['notification.recipients[0] is "soc"; it must be an email address.'],
        ],
    ];
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(sentinelProblems("sentinel", { ...sentinelArgs, ...args }), problems));
    }
});
