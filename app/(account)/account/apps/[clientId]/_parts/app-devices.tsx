import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnAppDevice } from "@/lib/account/app-use";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface AppDevicesProps {
  words: Words;
  clientId: string;
  appName: string;
  devices: readonly OwnAppDevice[];
  /** the Server Action; reads `client_id` and `session_id` */
  action: FormAction;
}

/** The browser and system of a device in words, as on the page of devices. */
export function nameAppDevice({ userAgent, device: { browser, system } }: OwnAppDevice, words: Words): string {
  const { sessions, devices } = words.account;
  if (userAgent === null) return devices.unknown;
  if (browser && system) return sessions.on(browser, system);
  return browser ?? system ?? sessions.unknownDevice;
}

/** The devices from which an app has access, each with a button that takes it away there. */
export function AppDevices({ words, clientId, appName, devices, action }: AppDevicesProps) {
  const texts = words.account.devices;
  return (
    <ul aria-labelledby="devices" className="grid divide-y divide-border rounded-control border border-border">
      {devices.map((each) => {
        const name = nameAppDevice(each, words);
        return (
          <li key={each.sessionId} className="flex flex-wrap items-center justify-between gap-3 p-3 sm:px-4">
            <div className="grid gap-1">
              <p className="font-semibold">{name}</p>
              <p className="text-sm text-fg-muted">
                {texts.since} <Time words={words} value={each.allowedAt} format="date-time" />
              </p>
            </div>
            <PressForm action={action} heir="page-title">
              <input type="hidden" name="client_id" value={clientId} />
              <input type="hidden" name="session_id" value={each.sessionId} />
              <Button variant="secondary" aria-label={texts.removeFrom(appName, name)}>
                {texts.remove}
              </Button>
            </PressForm>
          </li>
        );
      })}
    </ul>
  );
}
