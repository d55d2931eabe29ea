import { ErrorSummary } from "@/components/ui/error-summary";
import { Note } from "@/components/ui/note";
import type { FormAnswer } from "@/lib/forms/answer";

/** Why a form was refused: the problem as a whole, and a link to each field that says more. */
export function FormProblem({ state }: { state: Pick<FormAnswer, "message" | "fields"> }) {
  if (!state.message) return null;
  const fields = Object.entries(state.fields);
  const errors = fields
    .filter(([, message]) => message !== state.message)
    .map(([fieldId, message]) => ({ fieldId, message }));
  if (errors.length > 0) return <ErrorSummary title={state.message} errors={errors} />;
  const [field] = fields;
  return (
    <Note tone="danger" role="alert">
      {field ? (
        <a href={`#${field[0]}`} className="inline-flex min-h-6 items-center">
          {state.message}
        </a>
      ) : (
        state.message
      )}
    </Note>
  );
}
