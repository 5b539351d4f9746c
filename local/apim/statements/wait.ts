import type { CompileStatement } from "../pipeline/compiler";

/**
 * Runs what stands in it at the same time, and goes on when all of it has ended, also when some of it has failed.
 * https://learn.microsoft.com/azure/api-management/wait-policy
 */
export const wait: CompileStatement = (element, compiler) => {
    const steps = compiler.statements(element.children);
    return async (exchange, made) => {
        const results = await Promise.allSettled(steps.map((step) => step(exchange, made)));
        for (const result of results) if (result.status === "rejected") throw result.reason;
        return results.some((result) => result.status === "fulfilled" && result.value === "end") ? "end" : "next";
    };
};
