// Does not prove that the portal shows it.
import assert from "node:assert/strict";
import { workbookData } from "../../../components/sentinel/workbook";

describe("workbookData", () => {
    const query = { id: "calls", title: "Calls", visualization: "timechart", query: 'T\n| where a == "b"' } as const;
    const data = JSON.parse(workbookData([query, { ...query, id: "refusals", title: "Refusals" }], "/workspaces/log"));

    it("lets the reader choose the time, and has one view for each query in their order", () => {
        assert.equal(data.version, "Notebook/1.0");
        assert.deepEqual(
            data.items.map(({ name }: { name: string }) => name),
            ["time", "calls", "refusals"],
        );
        assert.equal(data.items[0].content.parameters[0].name, "TimeRange");
    });

    it("runs queries in the workspace, over the time that was chosen", () => {
        assert.deepEqual(data.fallbackResourceIds, ["/workspaces/log"]);
        assert.deepEqual(data.items[1], {
            type: 3,
            name: "calls",
            content: {
                version: "KqlItem/1.0",
                title: "Calls",
                query: query.query,
                size: 0,
                timeContextFromParameter: "TimeRange",
                queryType: 0,
                resourceType: "microsoft.operationalinsights/workspaces",
                visualization: "timechart",
            },
        });
    });
});
