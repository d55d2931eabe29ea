"use client";

// A page of the administration that failed: the frame and its navigation stay.
export { Failed as default } from "@/components/ui/failed";
