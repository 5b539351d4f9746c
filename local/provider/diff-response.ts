import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Change, DiffResult } from "./provider";

const kinds: Record<Change, PropertyDiff.Kind> = {
    add: PropertyDiff.Kind.ADD,
    "add-replace": PropertyDiff.Kind.ADD_REPLACE,
    delete: PropertyDiff.Kind.DELETE,
    "delete-replace": PropertyDiff.Kind.DELETE_REPLACE,
    update: PropertyDiff.Kind.UPDATE,
    "update-replace": PropertyDiff.Kind.UPDATE_REPLACE,
};

/** The detailed form, which the engine needs to show nested changes and to honour `replaceOnChanges`. */
export function diffResponse({ changes, always = false, deleteBeforeReplace }: DiffResult): DiffResponse {
    const paths = Object.keys(changes);
    if (paths.length === 0 && !always) {
        return new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE);
    }
    const response = new DiffResponse()
        .setChanges(DiffResponse.DiffChanges.DIFF_SOME)
        .setDiffsList([...new Set(paths.map(topLevelName))])
        .setReplacesList(paths.filter((path) => changes[path]?.endsWith("-replace")))
        .setDeletebeforereplace(deleteBeforeReplace)
        .setHasdetaileddiff(true);
    for (const [path, change] of Object.entries(changes)) {
        response.getDetaileddiffMap().set(path, new PropertyDiff().setKind(kinds[change]).setInputdiff(true));
    }
    return response;
}

/** `properties` of `properties.sku.name`, `rules` of `rules[0]`, `a.b` of `["a.b"].c`. */
function topLevelName(path: string): string {
    const quoted = /^\["(.*?)"\]/.exec(path);
    return quoted?.[1] ?? path.replace(/[.[].*/s, "");
}
