// Does not prove that the real provider shows the same: its rules are taken from its source.
import assert from "node:assert/strict";
import { type DiffOptions, diff } from "../../../local/kubernetes/diff";
import { forceNewProperties } from "../../../local/kubernetes/force-new";
import { type Properties, unknown } from "../../../local/provider/provider";

const mutability = { configMapMutable: false, secretMutable: false };

describe("diff", () => {
    /** What changes when inputs become others, and the live object is the old inputs with something more. */
    function difference(
        olds: Properties,
        news: Properties,
        { live = {}, ...options }: Partial<DiffOptions> & { live?: Properties } = {},
    ) {
        return diff({ live: { ...olds, ...live }, inputs: olds }, news, {
            namespaced: true,
            forceNew: forceNewProperties(news, mutability),
            ignoreChanges: [],
            ...options,
        });
    }

    const metadata = { name: "a", namespace: "team" };
    const deployment = (spec: Properties, rest: Properties = {}): Properties => ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { ...metadata, ...rest },
        spec,
    });
    const map = (data: Properties, own: Properties = metadata): Properties => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: own,
        data,
    });
    const none = { changes: {}, deleteBeforeReplace: false };

    it("is nothing between equals, whatever the server added", () => {
        const live = { status: { replicas: 1 }, metadata: { ...metadata, uid: "1" } };
        assert.deepEqual(difference(deployment({ replicas: 1 }), deployment({ replicas: 1 }), { live }), none);
    });

    it("names paths as the engine does, with what was added, deleted and updated", () => {
        const olds = deployment({ replicas: 1, template: { spec: { containers: [{ name: "x", args: ["a", "b"] }] } } });
        const news = deployment(
            { paused: true, template: { spec: { containers: [{ name: "y", args: ["a"] }, { name: "z" }] } } },
            { labels: { "a.b/c": "d" } },
        );
        assert.deepEqual(difference(olds, news).changes, {
            "metadata.labels": "add",
            "spec.paused": "add",
            "spec.replicas": "delete",
            "spec.template.spec.containers[0].args[1]": "delete",
            "spec.template.spec.containers[0].name": "update",
            "spec.template.spec.containers[1]": "add",
        });
        const labelled = deployment({}, { labels: { "a.b/c": "e" } });
        assert.deepEqual(difference(labelled, deployment({}, { labels: { "a.b/c": "d" } })).changes, {
            'metadata.labels["a.b/c"]': "update",
        });
    });

    it("sees drift: the live object counts, not what the program wanted before", () => {
        const wanted = deployment({ replicas: 1, paused: true });
        assert.deepEqual(difference(wanted, wanted, { live: { spec: { replicas: 5 } } }).changes, {
            "spec.paused": "add",
            "spec.replicas": "update",
        });
    });

    it("takes a value that is not known yet for another one", () => {
        assert.deepEqual(difference(deployment({ replicas: 1 }), deployment({ replicas: unknown })).changes, {
            "spec.replicas": "update",
        });
    });

    it("sees no change in the words that the server puts a quantity in", () => {
        const limits = (cpu: string) => ({ template: { spec: { containers: [{ resources: { limits: { cpu } } }] } } });
        assert.deepEqual(
            difference(deployment(limits("1000m")), deployment(limits("1000m")), { live: { spec: limits("1") } }),
            none,
        );
    });

    it("sees no change in the namespace that is the default, nor in one of what has none", () => {
        const [bare, placed] = [map({}, { name: "a" }), map({}, { name: "a", namespace: "default" })];
        assert.deepEqual(difference(bare, placed), none);
        assert.deepEqual(difference(map({}), bare, { namespaced: false }), none);
        assert.deepEqual(difference(map({}), bare).changes, { "metadata.namespace": "update-replace" });
    });

    it("leaves out what is ignored, with all that is inside", () => {
        const [olds, news] = [deployment({ replicas: 1 }, { labels: { a: "b" } }), deployment({ replicas: 2 })];
        const ignoring = (...ignoreChanges: string[]) => Object.keys(difference(olds, news, { ignoreChanges }).changes);
        assert.deepEqual(ignoring(), ["metadata.labels", "spec.replicas"]);
        assert.deepEqual(ignoring("spec"), ["metadata.labels"]);
        assert.deepEqual(ignoring("spec.replicas", "metadata.labels"), []);
        assert.deepEqual(ignoring("spec.rep", "metadata.labels.a"), ["metadata.labels", "spec.replicas"]);
        assert.deepEqual(ignoring("spec.*"), ["metadata.labels"]);
    });

    describe("replaces", () => {
        const secret = (inputs: Properties): Properties => ({ apiVersion: "v1", kind: "Secret", metadata, ...inputs });
        const pod = (spec: Properties): Properties => ({ apiVersion: "v1", kind: "Pod", metadata, spec });
        const cases: Record<string, [olds: Properties, news: Properties, changes: Record<string, string>]> = {
            "for another name": [map({}), map({}, { ...metadata, name: "b" }), { "metadata.name": "update-replace" }],
            "for other data of a map": [
                map({ a: "b" }),
                map({ a: "c", d: "" }),
                { "data.a": "update-replace", "data.d": "add-replace" },
            ],
            "for other data and another type of a secret": [
                secret({ data: { a: "Yg==" }, type: "Opaque" }),
                secret({ stringData: { a: "c" }, type: "x" }),
                { "data.a": "update-replace", type: "update-replace" },
            ],
            "for another selector of a deployment, not for another template": [
                deployment({ selector: { matchLabels: { a: "b" } }, template: { x: 1 } }),
                deployment({ selector: { matchLabels: { a: "c" } }, template: { x: 2 } }),
                { "spec.selector.matchLabels.a": "update-replace", "spec.template.x": "update" },
            ],
            "for a whole spec with a selector in it": [
                { apiVersion: "apps/v1", kind: "Deployment", metadata },
                deployment({ selector: {} }),
                { spec: "add-replace" },
            ],
            "for another image of a pod, not for another label": [
                pod({ containers: [{ image: "a", other: 1 }] }),
                pod({ containers: [{ image: "b", other: 2 }] }),
                { "spec.containers[0].image": "update-replace", "spec.containers[0].other": "update" },
            ],
            "for another role of a binding": [
                { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata, roleRef: { name: "a" } },
                { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata, roleRef: { name: "b" } },
                { "roleRef.name": "update-replace" },
            ],
        };
        for (const [title, [olds, news, changes]] of Object.entries(cases)) {
            it(title, () => assert.deepEqual(difference(olds, news).changes, changes));
        }

        it("no data where the provider is told that it may change", () => {
            const forceNew = forceNewProperties(map({}), { ...mutability, configMapMutable: true });
            assert.deepEqual(difference(map({ a: "b" }), map({ a: "c" }), { forceNew }).changes, {
                "data.a": "update",
            });
            assert.deepEqual(
                forceNewProperties({ ...map({}), immutable: true }, { ...mutability, configMapMutable: true }).slice(2),
                ["binaryData", "data"],
            );
        });

        it("what has a name of its own before the new one, because both cannot be there", () => {
            const autonamed = { ...metadata, annotations: { "pulumi.com/autonamed": "true" } };
            assert.equal(difference(map({ a: "b" }), map({ a: "c" })).deleteBeforeReplace, true);
            assert.equal(difference(map({ a: "b" }, autonamed), map({ a: "c" }, autonamed)).deleteBeforeReplace, false);
            assert.equal(difference(map({}), map({}, { ...metadata, name: "b" })).deleteBeforeReplace, false);
            assert.equal(difference(map({}), map({}, { name: "a", namespace: "b" })).deleteBeforeReplace, false);
        });
    });
});
