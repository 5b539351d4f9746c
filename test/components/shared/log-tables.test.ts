// Does not prove that Azure has these tables, nor that anything fills them.
import assert from "node:assert/strict";
import { evidenceTables, logTables } from "../../../components/shared/log-tables";

describe("logTables", () => {
    it("names what holds prompts, answers and output of tools", () => {
        assert.deepEqual(
            Object.keys(logTables).filter((table) => logTables[table] === "content"),
            ["ApiManagementGatewayLlmLog", "ContainerAppConsoleLogs", "ContainerLogV2"],
        );
    });
});

describe("evidenceTables", () => {
    it("are those that say who did what, and not the log of the storage that they are exported to", () => {
        assert.deepEqual(
            Object.keys(logTables).filter((table) => !evidenceTables().includes(table)),
            [
                "AKSControlPlane",
                "ApiManagementGatewayLlmLog",
                "ApiManagementWebSocketConnectionLogs",
                "ContainerAppConsoleLogs",
                "ContainerAppSystemLogs",
                "ContainerLogV2",
                "KubeEvents",
                "KubePodInventory",
                "StorageBlobLogs",
            ],
        );
    });
});
