import { Type } from 'typebox';

/** RFC 9457 problem document; `error` repeats `detail` for older clients, `code` is stable. */
export const ProblemDocument = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    error: Type.String(),
    fields: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { $id: 'Problem', title: 'Problem' },
);
export type ProblemDocument = Type.Static<typeof ProblemDocument>;
