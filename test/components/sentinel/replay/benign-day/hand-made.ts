// Made by hand, like the traces of attacks, whose files name the page of each table.
import { deployer } from "../../../../../local/logs/callers";
import { seed } from "../../../../local/azure/fixture";
import { people } from "../environment";
import { applicationSignIn, directoryChange, riskEvent, userSignIn } from "../traces/hand-made/entra";
import { egress, signature } from "../traces/hand-made/firewall";
import { now } from "../traces/hand-made/rows";
import { blobRead, push } from "../traces/hand-made/storage";
import type { Day } from "./day";

const { address } = deployer(seed);
const days = [13, 9, 5, 2, 1].map((day) => day * 1440);

/** People sign in, those deploy, publish and investigate who always do, and a library reports home. */
export const handMadeDay: Day = {
    log: {
        SigninLogs: [userSignIn(9, people.watched), userSignIn(8, people.stranger, "50126")],
        AADNonInteractiveUserSignInLogs: [userSignIn(5, people.watched)],
        AADServicePrincipalSignInLogs: [...days, 9].map((minutes) => applicationSignIn(minutes, address)),
        AADServicePrincipalRiskEvents: [riskEvent("low", "atRisk"), riskEvent("high", "dismissed")],
        AuditLogs: [
            directoryChange("Update application", people.stranger, "Application", "DisplayName"),
            directoryChange("Update application", seed.client.objectId, "Application", "FederatedIdentityCredentials"),
            directoryChange(
                "Add app role assignment to service principal",
                seed.client.objectId,
                "ServicePrincipal",
                "AppRole.Id",
            ),
        ],
        AZFWApplicationRule: [
            ...Array.from({ length: 30 }, () => egress("orders-api.contoso.example", "Allow")),
            egress("telemetry.library.example"),
        ],
        AZFWIdpsSignature: [signature(3)],
        ContainerRegistryRepositoryEvents: [...days, 30].map((minutes) => push(minutes, "publisher")),
        StorageBlobLogs: [...days, 30].map((minutes) => blobRead(minutes, people.watched)),
    },
    times: [now],
};
