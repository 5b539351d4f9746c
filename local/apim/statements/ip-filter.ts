import { BlockList, isIP } from "node:net";
import { type CompileStatement, childrenOf, fixed } from "../pipeline/compiler";
import { ownResponse, PolicyFailure } from "../pipeline/failure";

/** Lets only callers with certain addresses pass: https://learn.microsoft.com/azure/api-management/ip-filter-policy */
export const ipFilter: CompileStatement = (element, compiler) => {
    const allowed = new BlockList();
    for (const range of childrenOf(element, "address-range")) {
        const [from, to] = [fixed(range, "from"), fixed(range, "to")];
        if (!addRange(allowed, from, to)) compiler.report(range.offset, `${from} to ${to} is no range of addresses.`);
    }
    return async ({ context: { request } }) => {
        const { ipAddress } = request;
        const family = familyOf(ipAddress);
        if (family === undefined) {
            throw refusal("FailedToParseCallerIP", "Failed to establish IP address for the caller. Access denied.");
        }
        if (!allowed.check(ipAddress, family)) {
            throw refusal("CallerIpNotAllowed", `Caller IP address ${ipAddress} is not allowed. Access denied.`);
        }
        return "next";
    };
};

function addRange(list: BlockList, from: string, to: string): boolean {
    const family = familyOf(from);
    if (family === undefined || family !== familyOf(to)) return false;
    try {
        list.addRange(from, to, family);
        return true;
    } catch (error) {
        // the end lies before the start
        if ((error as NodeJS.ErrnoException).code === "ERR_INVALID_ARG_VALUE") return false;
        throw error;
    }
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
    return ({ 4: "ipv4", 6: "ipv6" } as const)[isIP(address) as 4 | 6];
}

// reasons: https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-policies
function refusal(reason: string, message: string): PolicyFailure {
    return new PolicyFailure({ reason, message, response: ownResponse(403, "Forbidden", "Forbidden") });
}
