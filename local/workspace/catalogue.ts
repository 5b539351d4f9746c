import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure, messageOf } from "../report/failure";
import { policyPack } from "./checkout";

/** What the policy pack consists of, as `policy-pack/run --catalogue` says it. */
export interface Catalogue {
    /** Every name that a policy configuration may have, but for `all` of the engine. */
    policies: string[];
    /** Settings of the whole pack; configured under the policy `pack`. */
    settings: Record<string, { default: unknown }>;
    rules: CatalogueRule[];
}

export interface CatalogueRule {
    id: string;
    title: string;
    severity: string;
    level: "mandatory" | "advisory";
    /** Ids of MCP Security Best Practices 2025. */
    practices: string[];
    /** Where others demand the same; by catalogue of theirs. */
    references: Record<string, string[]>;
    /** Page of the vendor's documentation on the subject. */
    url: string;
    /** Types that are judged. */
    types: string[];
    /** Whether only a whole environment can be asked for this. */
    presence: boolean;
    parameters: Record<string, { default: unknown; description: string }>;
    why: string;
    fix: string;
}

/** Asks the policy pack, a process of its own, for its rules. Throws a {@link Failure} when it does not start. */
export async function readCatalogue(): Promise<Catalogue> {
    try {
        const { stdout } = await promisify(execFile)(process.execPath, [policyPack, "--catalogue"], {
            maxBuffer: Number.POSITIVE_INFINITY,
        });
        return JSON.parse(stdout);
    } catch (error) {
        throw new Failure(`The policy pack does not say what it consists of: ${messageOf(error)}`);
    }
}
