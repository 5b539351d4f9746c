import type { CompileStatement } from "../pipeline/compiler";
import { authenticationManagedIdentity } from "./authentication-managed-identity";
import { choose } from "./choose";
import { cors } from "./cors";
import { forwardRequest } from "./forward-request";
import { ipFilter } from "./ip-filter";
import { limitConcurrency } from "./limit-concurrency";
import { rateLimitByKey } from "./rate-limit-by-key";
import { returnResponse } from "./return-response";
import { sendRequest } from "./send-request";
import { setBackendService } from "./set-backend-service";
import { setBody } from "./set-body";
import { setHeader } from "./set-header";
import { setMethod } from "./set-method";
import { setStatus } from "./set-status";
import { setVariable } from "./set-variable";
import { trace } from "./trace";
import { validateAzureAdToken } from "./validate-azure-ad-token";
import { validateContent } from "./validate-content";
import { wait } from "./wait";

/** How each statement of the policy subset is compiled, by its name. */
export const statements: Readonly<Record<string, CompileStatement>> = {
    "authentication-managed-identity": authenticationManagedIdentity,
    choose,
    cors,
    "forward-request": forwardRequest,
    "ip-filter": ipFilter,
    "limit-concurrency": limitConcurrency,
    "rate-limit-by-key": rateLimitByKey,
    "return-response": returnResponse,
    "send-request": sendRequest,
    "set-backend-service": setBackendService,
    "set-body": setBody,
    "set-header": setHeader,
    "set-method": setMethod,
    "set-status": setStatus,
    "set-variable": setVariable,
    trace,
    "validate-azure-ad-token": validateAzureAdToken,
    "validate-content": validateContent,
    wait,
};
