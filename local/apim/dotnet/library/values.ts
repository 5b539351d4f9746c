import { randomUUID } from "node:crypto";
import type { PolicyContext } from "../../context";
import { DotNetException } from "../exception";
import { formatGuid } from "../guid";
import { parseInt32, parseInt64 } from "../numbers";
import type { Members } from "./members";

export const intMembers: Members = {
    "static Parse(string): int": parseInt32,
    "ToString(): string": (value: number) => String(value),
};

export const longMembers: Members = {
    "static Parse(string): long": parseInt64,
    "ToString(): string": (value: bigint) => String(value),
};

export const mathMembers: Members = {
    "static Max(int, int): int": (one: number, other: number) => Math.max(one, other),
    "static Min(int, int): int": (one: number, other: number) => Math.min(one, other),
};

export const guidMembers: Members = {
    "static NewGuid(): Guid": () => randomUUID(),
    "ToString(): string": (guid: string) => formatGuid(guid, null),
    "ToString(string): string": formatGuid,
};

// a DateTimeOffset is its milliseconds since the epoch
export const dateTimeOffsetMembers: Members = {
    "static UtcNow: DateTimeOffset": (context: PolicyContext) => context.now(),
    "ToUnixTimeSeconds(): long": (time: number) => BigInt(Math.floor(time / 1000)),
};

export const exceptionMembers: Members = {
    "new(string)": (message: string | null) =>
        new DotNetException("Exception", message ?? "Exception of type 'System.Exception' was thrown."),
};
