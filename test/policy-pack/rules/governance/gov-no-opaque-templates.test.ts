// Does not prove that the resources of an allowed template are judged: test/policy-pack/engine hands them to the rules.
import assert from "node:assert/strict";
import { templateTypes } from "../../../../policy-pack/engine/template";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-no-opaque-templates";
import { opaqueTypes } from "../../../../policy-pack/rules/governance/opaque-types";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const outcome = (type: string, inputs: Value = {}, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf({ one: { type, inputs } }), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const refused = (...findings: string[]) => ({ findings, undecided: [] });
const notAllowed = "this template is not among those allowed";
const linked = "a template that stands elsewhere can change after it was judged";
const none = "there is no template to judge";
const unjudged = "the template holds what no rule judges";

const allowed = { allowedTemplates: ["one"] };
const vault: Values = { type: "Microsoft.KeyVault/vaults", name: "kv", apiVersion: "2024-11-01" };
const deploy = (template: Value) => outcome("resources:Deployment", { properties: { template } }, allowed);

describe("gov-no-opaque-templates", () => {
    it("refuses objects of Kubernetes that are not what they are registered as", () => {
        const mismatch = refused("this object is not of the type that it is registered as");
        const registered = (type: string, apiVersion: string, kind: string) =>
            outcome(`kubernetes:${type}`, { apiVersion, kind });
        assert.deepEqual(registered("core/v1:ConfigMap", "v1", "ConfigMap"), clean);
        assert.deepEqual(registered("core/v1:ServicePatch", "v1", "Service"), clean);
        assert.deepEqual(registered("apps/v1:ReplicaSet", "apps/v1", "ReplicaSet"), clean);
        assert.deepEqual(registered("core/v1:ConfigMap", "v1", "Pod"), mismatch);
        assert.deepEqual(registered("core/v1:ConfigMap", "v1", "List"), mismatch);
        assert.deepEqual(registered("apps/v1:Deployment", "example.com/v1", "Deployment"), mismatch);
        assert.deepEqual(registered("core/v1:ServicePatch", "apps/v1", "Deployment"), mismatch);
        assert.deepEqual(registered("core/v1:ServicePatch", "v1", "Secret"), mismatch);
        assert.deepEqual(outcome("kubernetes:core/v1:ConfigMap"), mismatch);
    });

    for (const type of opaqueTypes)
        it(`refuses ${type}, whatever is allowed`, () =>
            assert.deepEqual(outcome(type, {}, allowed), refused("no rule sees what this resource creates")));

    for (const type of templateTypes)
        it(`refuses ${type}, unless it is allowed by name`, () => {
            const template = { resources: [vault] };
            const both: Value[] = [{ template }, { properties: { template } }];
            for (const inputs of both) {
                assert.deepEqual(outcome(type, inputs), refused(notAllowed));
                assert.deepEqual(
                    outcome(type, inputs, { allowedTemplates: ["One", "on", "one-b"] }),
                    refused(notAllowed),
                );
                assert.deepEqual(outcome(type, inputs, allowed), clean);
            }
        });

    it("refuses links, beside a template too", () => {
        const template = { resources: [vault] };
        const link = { uri: "https://example.com/template.json" };
        const withLink: Value[] = [
            { template, templateLink: link },
            { properties: { template, templateLink: link } },
            { template, properties: { templateLink: { id: "" } } },
            { properties: { template, onErrorDeployment: { type: "LastSuccessful" } } },
        ];
        for (const inputs of withLink)
            assert.deepEqual(outcome("resources:DeploymentStackAtSubscription", inputs, allowed), refused(linked));
        assert.deepEqual(
            outcome("resources:Deployment", { properties: { templateLink: link } }, allowed),
            refused(linked, none),
        );
    });

    it("refuses a deployment without template", () => {
        const without: Value[] = [{}, { properties: {} }, { properties: { mode: "Incremental" } }];
        for (const inputs of without) assert.deepEqual(outcome("resources:Deployment", inputs, allowed), refused(none));
    });

    it("refuses what it cannot read as a template", () => {
        const unreadable: Value[] = ['{"resources":[]}', "", 7, true, [vault], []];
        for (const template of unreadable) assert.deepEqual(deploy(template), refused(unjudged));
        const empty: Value[] = [{}, { resources: [] }, { resources: {} }];
        for (const template of empty) assert.deepEqual(deploy(template), clean);
    });

    it("refuses a template as soon as one resource in it cannot be judged", () => {
        const others: Value[] = [
            {
                type: "Microsoft.Resources/deployments",
                name: "nested",
                properties: { template: { resources: [vault] } },
            },
            { type: "Microsoft.Resources/deploymentScripts", name: "script" },
            { type: "Microsoft.Web/sites", name: "site" },
            { type: "Microsoft.Graph/applications@v1.0" },
            { type: "[parameters('type')]", name: "any" },
            { name: "none" },
            "[parameters('resource')]",
            { ...vault, resources: [{ type: "other", name: "child" }] },
            { ...vault, resources: "[parameters('children')]" },
        ];
        for (const other of others) {
            assert.deepEqual(deploy({ resources: [vault, other] }), refused(unjudged));
            assert.deepEqual(deploy({ resources: { vault, other } }), refused(unjudged));
        }
        assert.deepEqual(deploy({ resources: "[parameters('resources')]" }), refused(unjudged));
    });

    it("judges both templates, should there be two", () => {
        const inputs = { template: { resources: [vault] }, properties: { template: { resources: ["[x]"] } } };
        assert.deepEqual(outcome("resources:Deployment", inputs, allowed), refused(unjudged));
    });

    it("refuses a generic resource that stands for a type without typed form, with parents and without", () => {
        const generic = (resourceProviderNamespace: Value, resourceType: Value, parentResourcePath: Value = "") =>
            outcome("resources:Resource", { resourceProviderNamespace, resourceType, parentResourcePath }, allowed);
        const message = "no rule judges what this generic resource stands for";
        assert.deepEqual(generic("microsoft.keyvault", "VAULTS"), clean);
        assert.deepEqual(generic("Microsoft.KeyVault", "keys", "vaults/kv"), clean);
        assert.deepEqual(generic("Microsoft.KeyVault", "keys"), refused(message));
        assert.deepEqual(generic("Microsoft.Resources", "deployments"), refused(message));
        assert.deepEqual(generic("Microsoft.Authorization", "roleAssignments"), refused(message));
        assert.deepEqual(outcome("resources:Resource", {}, allowed), refused(message));
        assert.deepEqual(outcome("resources:Resource", { resourceType: "vaults" }, allowed), refused(message));
    });

    describe("in a preview", () => {
        it("is undecided while it is not known what a generic resource stands for", () => {
            const known = {
                resourceProviderNamespace: "Microsoft.Sql",
                resourceType: "servers",
                parentResourcePath: "",
            };
            for (const name of Object.keys(known))
                assert.deepEqual(outcome("resources:Resource", { ...known, [name]: unknown }), {
                    findings: [],
                    undecided: [name],
                });
        });

        it("is undecided while something in the template is not known, and not about the rest", () => {
            const place = "properties.template.resources[0].type";
            assert.deepEqual(deploy({ resources: [{ ...vault, type: unknown }] }), {
                findings: [],
                undecided: [place],
            });
            const inputs: Value = { properties: { template: { resources: [vault] }, parameters: unknown } };
            assert.deepEqual(outcome("resources:Deployment", inputs, allowed), clean);
            assert.deepEqual(outcome("resources:Deployment", { properties: unknown }, allowed), {
                findings: [],
                undecided: ["properties"],
            });
        });

        it("needs to know nothing of what is not allowed", () => {
            assert.deepEqual(outcome("resources:Deployment", { properties: unknown }).findings, [notAllowed]);
        });
    });
});
