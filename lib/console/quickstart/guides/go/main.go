// A sign-in with go-oidc. Sessions are kept in memory; keep them in a store of your own in production.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// session is what one browser has: first what its sign-in must come back with, then who it is.
type session struct {
	state, nonce, verifier string
	token                  *oauth2.Token
	Name                   string `json:"name"`
	Email                  string `json:"email"`
}

var sessions sync.Map

func find(r *http.Request) *session {
	cookie, err := r.Cookie("session")
	if err != nil {
		return nil
	}
	found, _ := sessions.Load(cookie.Value)
	kept, _ := found.(*session)
	return kept
}

// start replaces the browser's session, so that nobody can choose its name for somebody else.
func start(w http.ResponseWriter, r *http.Request, next *session) {
	if cookie, err := r.Cookie("session"); err == nil {
		sessions.Delete(cookie.Value)
	}
	id := rand.Text()
	sessions.Store(id, next)
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func main() {
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("ISSUER"))
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
	idTokens := provider.Verifier(&oidc.Config{ClientID: config.ClientID})

	http.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if s := find(r); s != nil && s.token != nil {
			fmt.Fprint(w, s.Name, " ", s.Email)
			return
		}
		fmt.Fprint(w, "nobody")
	})
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		s := &session{state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier()}
		start(w, r, s)
		url := config.AuthCodeURL(s.state, oidc.Nonce(s.nonce), oauth2.S256ChallengeOption(s.verifier))
		http.Redirect(w, r, url, http.StatusFound)
	})
	http.HandleFunc("/auth/portal/callback", func(w http.ResponseWriter, r *http.Request) {
		s := find(r)
		if s == nil || s.state == "" || r.URL.Query().Get("state") != s.state {
			http.Error(w, "this sign-in was not started in this browser", http.StatusBadRequest)
			return
		}
		token, err := config.Exchange(r.Context(), r.URL.Query().Get("code"), oauth2.VerifierOption(s.verifier))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		raw, _ := token.Extra("id_token").(string)
		idToken, err := idTokens.Verify(r.Context(), raw)
		if err != nil || idToken.Nonce != s.nonce {
			http.Error(w, "the ID token does not belong to this sign-in", http.StatusBadGateway)
			return
		}
		person := &session{token: token}
		if err := idToken.Claims(person); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		start(w, r, person)
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/refresh", func(w http.ResponseWriter, r *http.Request) {
		s := find(r)
		if s == nil || s.token == nil {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		token, err := config.TokenSource(r.Context(), &oauth2.Token{RefreshToken: s.token.RefreshToken}).Token()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		start(w, r, &session{token: token, Name: s.Name, Email: s.Email})
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("/logout", func(w http.ResponseWriter, r *http.Request) {
		start(w, r, &session{})
		http.Redirect(w, r, "/", http.StatusFound)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
