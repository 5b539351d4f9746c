import { defineRule, unless } from "../../engine";
import { immutability } from "./forensic-storage";

/** Nothing that holds state is deleted or replaced by an update: somebody has to unprotect it first. */
export default defineRule({
    id: "gov-protect-opts",
    title: "Resources that hold state are protected",
    severity: "high",
    level: "mandatory",
    practices: ["11.4", "IR-3", "IR-4"],
    references: {},
    component: "ResourceGroup",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group",
    types: [
        "containerservice:ManagedCluster",
        "keyvault:Key",
        "keyvault:ManagedHsm",
        "keyvault:Vault",
        "operationalinsights:Workspace",
        "resources:ResourceGroup",
        "storage:StorageAccount",
    ],
    reads: [immutability],
    optional: [immutability],
    readsOptions: ["protect"],
    parameters: {
        environments: {
            type: "array",
            items: { type: "string" },
            default: ["prod"],
            description: "Names of the environments whose state must be protected.",
        },
    },
    why: "A changed name or location is one line in a program, and replaces the resource with all that it holds; a deleted group takes everything in it along.",
    fix: "Set the option protect to true; of storage accounts, only those whose storage is immutable need it. Before a deletion that is meant, unprotect the resource by name.",
    check: (
        { immutableStorageWithVersioning },
        { resource: { type, options }, parameters: { environments }, settings: { environment } },
    ) => {
        const holdsState = type !== "storage:StorageAccount" || immutableStorageWithVersioning?.enabled === true;
        return unless(
            options.protect || !holdsState || !environments.includes(environment),
            "",
            "an update may delete or replace this resource",
        );
    },
    examples: {
        compliant: [
            { type: "keyvault:Vault", options: { protect: true } },
            {
                type: "storage:StorageAccount",
                inputs: { immutableStorageWithVersioning: { enabled: true } },
                options: { protect: true },
            },
            { type: "storage:StorageAccount", inputs: { immutableStorageWithVersioning: { enabled: false } } },
        ],
        violating: [
            { type: "keyvault:Vault" },
            { type: "storage:StorageAccount", inputs: { immutableStorageWithVersioning: { enabled: true } } },
        ],
    },
});
