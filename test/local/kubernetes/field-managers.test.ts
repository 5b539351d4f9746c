// Does not prove that a server accepts the hand-over: test/engine/kubernetes.test.ts updates what it has created.
import assert from "node:assert/strict";
import { fieldManager, handOver, hasOwnFields } from "../../../local/kubernetes/field-managers";
import { withIgnoredFields } from "../../../local/kubernetes/ignored-fields";
import type { Properties } from "../../../local/provider/provider";

describe("field managers", () => {
    const entry = (manager: string, operation: string, fieldsV1: Properties, rest: Properties = {}): Properties => ({
        manager,
        operation,
        apiVersion: "v1",
        fieldsType: "FieldsV1",
        fieldsV1,
        ...rest,
    });
    const object = (...managedFields: Properties[]): Properties => ({ metadata: { managedFields } });
    const status = entry("controller", "Update", { "f:status": {} }, { subresource: "status" });

    it("are named by the program, else as before, else anew", () => {
        const annotations = { "pulumi.com/patchFieldManager": "mine" };
        assert.equal(fieldManager({ metadata: { annotations } }, "before"), "mine");
        assert.equal(fieldManager({}, "before"), "before");
        assert.match(fieldManager({}), /^pulumi-kubernetes-[0-9a-f]{8}$/);
    });

    it("hand over what the creating request wrote, and nothing of others", () => {
        const created = entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {}, ".": {} } });
        const live = object(created, status);
        assert.equal(hasOwnFields(live), true);
        const value = [status, { ...created, manager: "me", operation: "Apply" }];
        assert.deepEqual(handOver(live, "me"), [{ op: "replace", path: "/metadata/managedFields", value }]);
        assert.deepEqual(handOver(object(status, entry("me", "Apply", {})), "me"), []);
        assert.equal(hasOwnFields(object(status, entry("me", "Apply", {}))), false);
    });

    it("join what several requests wrote", () => {
        const one = entry("me", "Apply", { "f:data": { "f:a": {} } });
        const other = entry("kubectl", "Update", { "f:data": { "f:b": {} }, "f:type": {} });
        const [{ value }] = handOver(object(one, other), "me") as [{ value: Properties[] }];
        assert.deepEqual(value, [entry("me", "Apply", { "f:data": { "f:a": {}, "f:b": {} }, "f:type": {} })]);
        const ofStatus = entry("kubectl", "Update", {}, { subresource: "status" });
        assert.deepEqual(handOver(object(ofStatus), "me"), []);
    });

    describe("of ignored fields", () => {
        const wanted = { spec: { replicas: 1, paused: true } };
        const live = (manager: string) => ({
            spec: { replicas: 5 },
            ...object(entry(manager, "Apply", { "f:spec": { "f:replicas": {} } })),
        });

        it("stay alone: the program's value is not sent", () => {
            assert.deepEqual(withIgnoredFields(wanted, live("autoscaler"), "me", ["spec.replicas"]), {
                spec: { paused: true },
            });
        });

        it("are this one's own: the live value is sent, or it would be removed", () => {
            assert.deepEqual(withIgnoredFields(wanted, live("me"), "me", ["spec.replicas"]), {
                spec: { paused: true, replicas: 5 },
            });
        });

        it("are nobody's: the program's value is sent", () => {
            assert.deepEqual(withIgnoredFields(wanted, live("me"), "me", ["spec.paused", "spec.none"]), wanted);
        });
    });
});
