// biome-ignore-all lint/style/useImportType: Angular reads the classes while the page runs
import "@angular/compiler";
import { provideHttpClient } from "@angular/common/http";
import { Component, inject, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { OidcSecurityService, provideAuth } from "angular-auth-oidc-client";

declare const ISSUER: string;
declare const CLIENT_ID: string;

@Component({
  selector: "app-root",
  template: `
    <p>{{ who() }}</p>
    <button (click)="oidc.authorize()">Sign in</button>
    <button (click)="oidc.forceRefreshSession().subscribe()">Refresh</button>
    <button (click)="oidc.logoff().subscribe()">Sign out</button>
  `,
})
class App {
  readonly oidc = inject(OidcSecurityService);
  readonly who = signal("…");

  constructor() {
    this.oidc.checkAuth().subscribe(({ isAuthenticated, userData, errorMessage }) => {
      this.who.set(isAuthenticated ? `${userData.name} ${userData.email}` : `nobody ${errorMessage ?? ""}`);
    });
  }
}

bootstrapApplication(App, {
  providers: [
    provideHttpClient(),
    provideAuth({
      config: {
        authority: ISSUER,
        redirectUrl: location.origin,
        postLogoutRedirectUri: location.origin,
        clientId: CLIENT_ID,
        scope: "openid profile email offline_access",
        responseType: "code",
        silentRenew: true,
        useRefreshToken: true,
      },
    }),
  ],
});
