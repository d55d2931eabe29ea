import { handlePlaygroundCallback } from "@/lib/console/playground/handle-callback";

export const GET = handlePlaygroundCallback;
