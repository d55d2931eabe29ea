import { resetEnv } from "./env";
import { deriveKeptKeys } from "./keys/kept-keys";

// Test files share their modules, so settings that one of them made would count for the next: each starts without any.
resetEnv();
deriveKeptKeys();
