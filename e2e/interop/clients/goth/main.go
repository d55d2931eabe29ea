// The example of goth, with its OpenID Connect provider.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/gorilla/sessions"
	"github.com/markbates/goth"
	"github.com/markbates/goth/gothic"
	"github.com/markbates/goth/providers/openidConnect"
)

func main() {
	callback := os.Getenv("APP_URL") + "/auth/openid-connect/callback"
	provider, err := openidConnect.New(
		os.Getenv("CLIENT_ID"),
		os.Getenv("CLIENT_SECRET"),
		callback,
		os.Getenv("ISSUER")+"/.well-known/openid-configuration",
		"profile", "email", "offline_access",
	)
	if err != nil {
		log.Fatal(err)
	}
	goth.UseProviders(provider)
	store := sessions.NewCookieStore([]byte(os.Getenv("CLIENT_SECRET")))
	// Its own default, SameSite=None, needs TLS.
	store.Options = &sessions.Options{Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	gothic.Store = store
	var user *goth.User

	named := func(r *http.Request) *http.Request {
		return r.WithContext(context.WithValue(r.Context(), gothic.ProviderParamKey, "openid-connect"))
	}
	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if user == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		fmt.Fprint(w, user.Name, " ", user.Email)
	})
	http.HandleFunc("/auth/openid-connect", func(w http.ResponseWriter, r *http.Request) {
		gothic.BeginAuthHandler(w, named(r))
	})
	http.HandleFunc("/auth/openid-connect/callback", func(w http.ResponseWriter, r *http.Request) {
		found, err := gothic.CompleteUserAuth(w, named(r))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		user = &found
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		token, err := provider.RefreshToken(user.RefreshToken)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		user.RefreshToken = token.RefreshToken
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		if err := gothic.Logout(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		user = nil
		http.Redirect(w, r, "/", http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
