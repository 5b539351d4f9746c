// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import { arm, itRefuses, type RefusalCase } from "../refusal-case";

const notAPage = "serializedData must be the JSON of a workbook: version Notebook/1.0 with items.";
const cases: [title: string, inputs: RefusalCase["inputs"], problem: string][] = [
    [
        "is called by something else than a GUID",
        { resourceName: "servers" },
        "The name of a workbook must be a GUID, not 'servers'.",
    ],
    ["is shown nowhere", { sourceId: null }, "A workbook needs sourceId, the resource that it is shown at."],
    ["is no JSON", { serializedData: "{" }, notAPage],
    ["is of another version", { serializedData: '{"version":"Notebook/2.0","items":[]}' }, notAPage],
    ["has no items", { serializedData: '{"version":"Notebook/1.0"}' }, notAPage],
];

describe("azure refuses that a workbook", () =>
    itRefuses(
        cases.map(([title, inputs, problem]) => ({
            title,
            given: ["resources:ResourceGroup", "operationalinsights:Workspace"],
            token: "applicationinsights:Workbook",
            inputs,
            message: arm(400, "BadRequest", problem),
        })),
    ));
