import { parse } from "csv-parse/sync";
import type { Properties } from "../../provider/provider";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";

/** https://learn.microsoft.com/azure/sentinel/watchlists#limitations-of-watchlists */
export function aliasIsWrong({ name, inputs }: Put): ArmError | undefined {
    const wrong = [name, textAt(inputs, "displayName") ?? ""].find(
        (each) => !/^[A-Za-z0-9][A-Za-z0-9 _-]{1,62}[A-Za-z0-9]$/.test(each),
    );
    return wrong === undefined
        ? undefined
        : invalid(
              `'${wrong}' must have 3 to 64 letters, digits, blanks, hyphens and underscores, with a letter or digit at either end`,
          );
}

export function contentIsWrong({ inputs }: Put): ArmError | undefined {
    const content = textAt(inputs, "rawContent");
    if (content === undefined) {
        return undefined;
    }
    const type = textAt(inputs, "contentType");
    if (type === undefined || !/^text\/csv$/i.test(type)) {
        return invalid(`the local cloud reads contentType text/csv, not ${type ?? "a missing one"}`);
    }
    if (textAt(inputs, "source") === undefined) {
        return invalid("rawContent needs source, the name of its file");
    }
    try {
        const [columns = []] = linesOf(inputs);
        const key = textAt(inputs, "itemsSearchKey") ?? "";
        return columns.includes(key)
            ? undefined
            : invalid(`itemsSearchKey '${key}' is none of the columns ${columns.join(", ")}`);
    } catch (error) {
        return invalid(`rawContent is no CSV: ${error instanceof Error ? error.message : error}`);
    }
}

/**
 * Azure adds what is new and leaves what is gone, without a word; here it is said at once.
 * https://learn.microsoft.com/azure/sentinel/watchlists-manage#bulk-update-a-watchlist
 */
export function itemIsLeft({ before, inputs }: Put): ArmError | undefined {
    const now = new Set(linesOf(inputs).map((line) => JSON.stringify(line)));
    const left = linesOf(before ?? {}).find((line) => !now.has(JSON.stringify(line)));
    return (
        left &&
        invalid(
            `an update adds items and removes none: the item ${left.join(",")} would stay, so replace the watchlist`,
        )
    );
}

function linesOf(body: Properties): string[][] {
    return parse(textAt(body, "rawContent") ?? "", { skip_empty_lines: true });
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "BadRequest", `The watchlist is invalid: ${problem}.`);
}
