import { handleResetConfirm } from "@/lib/auth/handle-reset";

export function POST(request: Request): Promise<Response> {
  return handleResetConfirm(request);
}
