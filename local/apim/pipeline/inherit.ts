import { forward } from "../statements/forward-request";
import type { Section } from "../subset";
import type { Exchange } from "./exchange";
import type { Outcome } from "./step";

// https://learn.microsoft.com/azure/api-management/forward-request-policy#attributes
const defaultTimeout = 300; // seconds

/**
 * Runs a section of the policy at a place among those that a request meets. A service without a global policy forwards, as
 * the one does that API Management sets up: https://learn.microsoft.com/azure/api-management/forward-request-policy
 */
export async function runSection(index: number, section: Section, exchange: Exchange): Promise<Outcome> {
    const policy = exchange.policies[index];
    if (policy) return policy.sections[section](exchange);
    if (section === "backend") await forward(exchange, defaultTimeout);
    return "next";
}
