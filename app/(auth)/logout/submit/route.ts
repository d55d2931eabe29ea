import { handleSignOut } from "@/lib/auth/handle-sign-out";

export function POST(request: Request): Promise<Response> {
  return handleSignOut(request);
}
