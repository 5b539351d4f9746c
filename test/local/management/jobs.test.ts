// Does not prove that a job runs: whoever starts it here does not.
import assert from "node:assert/strict";
import { JobRefused } from "../../../local/jobs/deployed-job";
import { textAt, valueAt } from "../../../local/provider/values";
import { homes, jobId, outcomeOf } from "./responder-home";

const version = "?api-version=2025-01-01";
const operator = "Container Apps Jobs Operator";
const template = { containers: [{ name: "respond", image: "mcr.microsoft.com/node:24" }] };

describe("A job by Resource Manager", () => {
    const home = homes();

    it("is shown as it is deployed", async () => {
        await home().give(jobId, operator);
        const { status, body } = await home().arm("GET", `${jobId}${version}`);
        assert.equal(status, 200);
        assert.deepEqual(valueAt(body, "properties.template"), {
            containers: [
                {
                    command: ["node", "--eval", "0"],
                    env: [{ name: "OWN", value: "1" }],
                    image: "mcr.microsoft.com/node:24",
                    name: "respond",
                    resources: { cpu: 0.25, memory: "0.5Gi" },
                },
            ],
        });
    });

    it("is started with what the request says, and tells how it went", async () => {
        await home().give(jobId, operator);
        home().nextExecution = { name: "respond-xyz", status: "Failed" };
        const { status, headers, body } = await home().arm("POST", `${jobId}/start${version}`, { body: template });
        assert.deepEqual([status, body], [202, { id: `${jobId}/executions/respond-xyz`, name: "respond-xyz" }]);
        assert.deepEqual(home().started, [{ jobId, template }]);
        const execution = await home().arm("GET", `${jobId}/executions/respond-xyz${version}`);
        assert.deepEqual([execution.status, textAt(execution.body, "properties.status")], [200, "Failed"]);
        // what the answer points to is of the region
        const { pathname, search } = new URL(headers.Location ?? "");
        assert.deepEqual(outcomeOf(await home().arm("GET", `${pathname}${search}`)), [501, "NotKnownHere"]);
    });

    it("is started as it is without a template", async () => {
        await home().give(jobId, operator);
        await home().arm("POST", `${jobId}/start${version}`);
        assert.deepEqual(home().started, [{ jobId, template: undefined }]);
    });

    it("is not started by who may only look at it, nor when it is not there", async () => {
        await home().give(jobId, "Reader");
        assert.deepEqual(outcomeOf(await home().arm("POST", `${jobId}/start${version}`)), [403, "AuthorizationFailed"]);
        await home().give(`${jobId}2`, operator);
        assert.deepEqual(outcomeOf(await home().arm("POST", `${jobId}2/start${version}`)), [404, "ResourceNotFound"]);
        const execution = `${jobId}/executions/none${version}`;
        assert.deepEqual(outcomeOf(await home().arm("GET", execution)), [404, "ResourceNotFound"]);
        assert.deepEqual(home().started, []);
    });

    it("that is not known how to run is a defect", async () => {
        await home().give(jobId, operator);
        home().nextExecution = new JobRefused("It has two containers.");
        assert.deepEqual(outcomeOf(await home().arm("POST", `${jobId}/start${version}`)), [501, "NotKnownHere"]);
        assert.deepEqual(home().logged, ["The local cloud does not know how to run a job: It has two containers.."]);
        home().nextExecution = new Error("a bug");
        await assert.rejects(home().arm("POST", `${jobId}/start${version}`), /a bug/);
    });
});
