import { AttackTactic } from "@pulumi/azure-native/types/enums/securityinsights";
import { z } from "zod";
import { type Detection, Severity } from "./detection";
import { entityProblems } from "./entity-identifiers";
import { PlaybookName } from "./playbooks/playbook-name";
import { readQueryFiles } from "./read-query-files";
import { scheduleProblems } from "./schedule";

const column = z.string().regex(/^[A-Z][A-Za-z]*$/, "must be the name of a column, for example ClientAddress");

/** What the file of a detection holds. Limits: https://learn.microsoft.com/azure/sentinel/create-analytics-rules */
const metadata = z
    .strictObject({
        title: z.string().min(1).max(100),
        description: z.string().min(1).max(2000),
        runbook: z.string().regex(/^[a-z-]+\.md#[a-z-]+$/, "must be a page of docs/incidents with a heading"),
        severity: z.enum(Severity),
        tactics: z.array(z.enum(AttackTactic)).min(1),
        techniques: z.array(z.string().regex(/^T\d{4}$/, "must be a technique of ATT&CK, for example T1550")).min(1),
        frequency: z.string(),
        period: z.string(),
        suppression: z.string().optional(),
        entities: z.record(z.string(), z.record(z.string(), column)),
        details: z.record(z.string().regex(/^[A-Za-z]+$/), column).optional(),
        practices: z.array(z.string()).min(1),
        responses: z.array(z.enum(PlaybookName)).min(1),
    })
    .superRefine((detection, context) => {
        for (const problem of [...scheduleProblems(detection), ...entityProblems(detection.entities)])
            context.addIssue({ code: "custom", message: problem });
    });

/**
 * What Microsoft Sentinel looks for, in the order of the ids. Serves practices 5.2 and 5.4.
 *
 * @throws when a file says something that Sentinel would not take, or leaves something out.
 */
export function readDetections(): Detection[] {
    return readQueryFiles("detections", metadata).map(({ name, metadata, query }) => ({
        id: name,
        ...metadata,
        query,
    }));
}
