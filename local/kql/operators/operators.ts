import { extend, project, renameColumns, selectColumns } from "./columns";
import { mvApply, mvExpand } from "./expand";
import { join, lookup } from "./join";
import type { Operator, Source } from "./operator";
import { parse, parseWhere } from "./parse";
import { count, distinct, take, where } from "./rows";
import { sort, top } from "./sort";
import { datatable, print, range } from "./sources";
import { summarize } from "./summarize";
import { union, unionSource } from "./union";

/** Every operator that is executed, by the kind of its node. */
export const operators: Readonly<Record<string, Operator>> = {
    CountOperator: count,
    DistinctOperator: distinct,
    ExtendOperator: extend,
    FilterOperator: where,
    JoinOperator: join,
    LookupOperator: lookup,
    MvApplyOperator: mvApply,
    MvExpandOperator: mvExpand,
    ParseOperator: parse,
    ParseWhereOperator: parseWhere,
    ProjectAwayOperator: selectColumns,
    ProjectKeepOperator: selectColumns,
    ProjectOperator: project,
    ProjectRenameOperator: renameColumns,
    ProjectReorderOperator: selectColumns,
    SerializeOperator: extend,
    SortOperator: sort,
    SummarizeOperator: summarize,
    TakeOperator: take,
    TopOperator: top,
    UnionOperator: union,
};

export const sources: Readonly<Record<string, Source>> = {
    DataTableExpression: datatable,
    PrintOperator: print,
    RangeOperator: range,
    UnionOperator: unionSource,
};
