// The example of go-oidc's README, with a page.
package main

import (
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type claims struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

func main() {
	setup, _ := http.NewRequest("GET", "/", nil)
	ctx := setup.Context()
	provider, err := oidc.NewProvider(ctx, os.Getenv("ISSUER"))
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  os.Getenv("APP_URL") + "/auth/portal/callback",
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", oidc.ScopeOfflineAccess},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: config.ClientID})
	var state string
	var token *oauth2.Token
	var user *claims

	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		if user == nil {
			fmt.Fprint(w, "nobody")
			return
		}
		fmt.Fprint(w, user.Name, " ", user.Email)
	})
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state = rand.Text()
		http.Redirect(w, r, config.AuthCodeURL(state), http.StatusFound)
	})
	http.HandleFunc("/auth/portal/callback", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("state") != state {
			http.Error(w, "state", http.StatusBadRequest)
			return
		}
		token, err = config.Exchange(r.Context(), r.URL.Query().Get("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		raw, _ := token.Extra("id_token").(string)
		idToken, err := verifier.Verify(r.Context(), raw)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		user = &claims{}
		if err := idToken.Claims(user); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		source := config.TokenSource(r.Context(), &oauth2.Token{RefreshToken: token.RefreshToken})
		token, err = source.Token()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		user = nil
		http.Redirect(w, r, "/", http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
