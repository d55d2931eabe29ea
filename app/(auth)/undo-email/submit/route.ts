import { handleUndoEmail } from "@/lib/auth/undo-email";

export function POST(request: Request): Promise<Response> {
  return handleUndoEmail(request);
}
