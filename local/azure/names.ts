import { createHash } from "node:crypto";
import { stringify } from "uuid";
import { hexSuffix } from "../provider/hex-suffix";
import { parametersOf } from "./arm-id";

/** How the provider names a resource that has no name of its own. */
type Naming = "random" | "uuid" | "copy";

/** Path parameter that is the resource's own name, when the path ends with it. */
export function nameParameter(path: string): string | undefined {
    return path.endsWith("}") ? parametersOf(path).at(-1) : undefined;
}

/** The provider's rule: resources of a group get a random suffix, their children the plain name. */
function namingOf(path: string): Naming {
    if (["roleAssignmentName", "roleDefinitionId"].includes(nameParameter(path) ?? "")) {
        return "uuid";
    }
    const parts = path.toLowerCase().split("microsoft.");
    const own = parts.at(-1) ?? "";
    return parts.length === 1 || own.split("{").length === 2 ? "random" : "copy";
}

/** The name, and whether a replacement may exist beside the resource because its name differs. */
export function autoName(path: string, logicalName: string, seed: Uint8Array): { name: string; random: boolean } {
    switch (namingOf(path)) {
        case "random":
            return { name: logicalName + hexSuffix(seed), random: true };
        case "uuid":
            return { name: asUuid(createHash("sha256").update(seed).digest()), random: true };
        case "copy":
            return { name: logicalName, random: false };
    }
}

function asUuid(digest: Buffer): string {
    const bytes = digest.subarray(0, 16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return stringify(bytes);
}
