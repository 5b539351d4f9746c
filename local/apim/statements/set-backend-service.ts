import { type CompileStatement, fixed } from "../pipeline/compiler";

/** https://learn.microsoft.com/azure/api-management/set-backend-service-policy */
export const setBackendService: CompileStatement = (element, compiler) => {
    const name = fixed(element, "backend-id");
    compiler.refer({ kind: "backend", name, offset: element.offset });
    return async (exchange) => {
        exchange.backend = exchange.service.backends.get(name);
        return "next";
    };
};
