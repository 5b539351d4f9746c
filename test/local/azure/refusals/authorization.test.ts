// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import { groupId, newCloud, subscription } from "../fixture";
import { deploy, example, officers, policySet, vaultId } from "../landscape";
import { arm, type Change, itRefuses } from "../refusal-case";

const definition = "authorization:RoleDefinition";
const assignment = "authorization:RoleAssignment";
const policy = "authorization:PolicyAssignment";
const group = ["resources:ResourceGroup"];
const invalid = (problem: string) => arm(400, "InvalidRoleDefinition", `The role definition is invalid: ${problem}.`);
const permissions = (...actions: string[]) => ({ permissions: [{ actions }] });

const roleCases: [title: string, inputs: Change, message: string][] = [
    [
        "it is named by no GUID",
        { roleDefinitionId: "reader" },
        arm(
            400,
            "InvalidRoleDefinitionId",
            "The role definition ID 'reader' is not valid. The role definition ID must be a GUID.",
        ),
    ],
    ["it has no name", { roleName: null }, invalid("roleName must have 1 to 512 characters, not 0")],
    [
        "its name is that of a built-in role",
        { roleName: "Reader" },
        arm(
            409,
            "RoleDefinitionWithSameNameExists",
            "A custom role with the same name already exists in this directory. Use a different name than 'Reader'.",
        ),
    ],
    ["it has no permissions", { permissions: [] }, invalid("it needs permissions")],
    ["its permissions permit nothing", permissions(), invalid("its permissions have no action")],
    [
        "an action is none",
        permissions("read everything"),
        arm(
            400,
            "InvalidActionOrNotAction",
            "'read everything' does not match any of the actions supported by the providers.",
        ),
    ],
    [
        "an action has two wildcards",
        permissions("Microsoft.Network/*/subnets/*"),
        arm(400, "InvalidActionOrNotAction", "'Microsoft.Network/*/subnets/*' has more than one wildcard."),
    ],
    ["it can be assigned nowhere", { assignableScopes: [] }, invalid("assignableScopes is empty")],
    [
        "it can be assigned everywhere",
        { assignableScopes: ["/"] },
        invalid("'/' of assignableScopes is no subscription, resource group or resource"),
    ],
];

describe("azure refuses a role of one's own when", () =>
    itRefuses(
        roleCases.map(([title, inputs, message]) => ({ title, given: group, token: definition, inputs, message })),
    ));

describe("a role of one's own", () => {
    const inputs = (roleDefinitionId: string, scope: string) => ({
        scope,
        roleAssignmentName: "55555555-5555-4555-8555-000000000401",
        principalId: officers,
        principalType: "Group",
        roleDefinitionId,
    });

    it("can be assigned in its scopes, from wherever it is read, and stays as long as it is", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group, "keyvault:Vault");
        await cloud.create("resources:ResourceGroup", { resourceGroupName: "rg2", location: "westeurope" });
        const { id } = await cloud.create(definition, example[definition] ?? {});
        const guid = id.slice(id.lastIndexOf("/") + 1);
        const message = arm(
            400,
            "RoleDefinitionDoesNotExist",
            `The specified role definition with ID '${guid}' does not exist.`,
        );
        await assert.rejects(cloud.create(assignment, inputs(id, `${groupId}2`)), { message });
        const { outputs, ...given } = await cloud.create(assignment, inputs(id, vaultId));
        assert.equal(
            outputs.roleDefinitionId,
            `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
        );
        await assert.rejects(cloud.remove(definition, id), {
            message: arm(400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role."),
        });
        await cloud.remove(assignment, given.id);
        await cloud.remove(definition, id);
        await assert.rejects(cloud.create(assignment, inputs(id, vaultId)), { message });
    });
});

const restricted = policySet("Kubernetes cluster pod security restricted standards for Linux-based workloads");
const wrong = (code: string, problem: string) =>
    arm(400, code, `The policy assignment 'benchmark' request is invalid: ${problem}`);

const policyCases: [title: string, inputs: Change, message: string][] = [
    [
        "a set has no such parameter",
        { policyDefinitionId: restricted, parameters: { effects: { value: "deny" } } },
        wrong(
            "UndefinedPolicyParameter",
            "the parameter 'effects' is not defined in the policy set, whose parameters are: effect, excludedNamespaces, namespaces, allowedCapabilities, requiredDropCapabilities.",
        ),
    ],
    [
        "a parameter has no value",
        { policyDefinitionId: restricted, parameters: { effect: {} } },
        wrong("MissingPolicyParameter", "the parameter 'effect' has no value."),
    ],
    [
        "an effect is none",
        { policyDefinitionId: restricted, parameters: { effect: { value: "block" } } },
        wrong(
            "PolicyParameterValueNotAllowed",
            `the value '"block"' of the parameter 'effect' must be one of audit, Audit, deny, Deny, disabled, Disabled.`,
        ),
    ],
    [
        "namespaces are one text",
        { policyDefinitionId: restricted, parameters: { excludedNamespaces: { value: "kube-system" } } },
        wrong(
            "PolicyParameterValueNotAllowed",
            `the value '"kube-system"' of the parameter 'excludedNamespaces' must be a list of texts.`,
        ),
    ],
    [
        "the parameters of the set are not known here",
        { parameters: { effect: { value: "audit" } } },
        wrong(
            "UndefinedPolicyParameter",
            "the parameter 'effect' is not defined in the policy set, whose parameters are: none that the local cloud has.",
        ),
    ],
];

describe("azure refuses an assignment of policies when", () => {
    itRefuses(policyCases.map(([title, inputs, message]) => ({ title, given: group, token: policy, inputs, message })));

    it("but takes the parameters that the set has", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group);
        const parameters = { effect: { value: "Deny" }, excludedNamespaces: { value: ["kube-system"] } };
        const { outputs } = await cloud.create(policy, {
            ...example[policy],
            policyDefinitionId: restricted,
            parameters,
        });
        assert.deepEqual(outputs.parameters, parameters);
    });
});
