# What the modules for nix-darwin and home-manager have in common: the options, what is wrong with them, and what an activation does.
{ lib, pkgs }:

let
  inherit (lib) mkOption types escapeShellArg;
  rules = import ./settings.nix { inherit lib; };

  # All that is to be set: `settings`, and what has an option of its own.
  settingsOf =
    cfg:
    lib.recursiveUpdate cfg.settings (
      lib.optionalAttrs (cfg.server != null) { server.url = cfg.server; }
      // lib.optionalAttrs (cfg.library != null) { library.path = cfg.library; }
      // lib.optionalAttrs (cfg.times != null) { schedule.times = cfg.times; }
    );
in
{
  # installedApp: where the app is by default.
  optionsWith = installedApp: {
    enable = lib.mkEnableOption "Immich Sync, which keeps a Photos library in step with an Immich server";

    package = mkOption {
      type = types.nullOr types.package;
      default = null;
      description = ''
        The app to install. null: it is in Applications by other means, a Homebrew cask for example, and updates itself.
      '';
    };

    app = mkOption {
      type = types.str;
      default = installedApp;
      description = ''
        Where the app is: a place that stays the same through all versions, since macOS remembers permissions of programs by their place.
      '';
    };

    start = mkOption {
      type = types.enum [
        "app"
        "agent"
        "nothing"
      ];
      default = "app";
      description = ''
        What keeps the schedule: the app in the menu bar, opened at log-in; launchd, which starts syncs without it (`immich-sync agent`);
        or nothing that this module does.
      '';
    };

    server = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "https://photos.example.org";
      description = "The address of the Immich server.";
    };

    library = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "~/Pictures/Photos Library.photoslibrary";
      description = "The Photos library, in quotes: a path without them would be copied into the store, with all its pictures.";
    };

    times = mkOption {
      type = types.nullOr (types.listOf types.str);
      default = null;
      example = [
        "02:00"
        "14:30"
      ];
      description = "When to sync, by the clock of this Mac; the same as `settings.schedule.times`.";
    };

    settings = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      example = {
        upload.bytesPerSecond = 5000000;
        albums.which = "all";
      };
      description = ''
        Settings by their names (`immich-sync config get`). Each activation sets them again; those that are not named are left to the app.
        null unsets one that may be unset.
      '';
    };

    apiKeyFile = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "/run/agenix/immich-api-key";
      description = ''
        A file outside of the store, readable by the person, that holds the API key. Each activation puts it into the keychain.
      '';
    };

    apiKeyCommand = mkOption {
      type = types.nullOr (types.listOf types.str);
      default = null;
      example = [
        "/opt/homebrew/bin/op"
        "read"
        "op://Private/Immich/credential"
      ];
      description = "A program and its arguments that prints the API key. Each activation runs it and puts the key into the keychain.";
    };
  };

  assertionsFor =
    cfg:
    map (problem: {
      assertion = false;
      message = "services.immich-sync.settings: ${problem}.";
    }) (rules.problems (settingsOf cfg))
    ++ [
      {
        assertion = cfg.apiKeyFile == null || !(lib.hasPrefix builtins.storeDir cfg.apiKeyFile);
        message = "services.immich-sync.apiKeyFile is in the Nix store, which everybody on this Mac can read. Name a file outside of it.";
      }
      {
        assertion = cfg.apiKeyFile == null || cfg.apiKeyCommand == null;
        message = "services.immich-sync.apiKeyFile and apiKeyCommand both bring a key. Name one of them.";
      }
    ];

  # Run by the person's own user, in their graphical session, after the app was put into its place. What goes wrong is said and spoils nothing else.
  activationFor =
    cfg:
    let
      settings = settingsOf cfg;
      file = pkgs.writeText "immich-sync-settings.json" (builtins.toJSON settings);
    in
    pkgs.writeText "immich-sync-activation.sh" ''
      immich_sync=${escapeShellArg "${cfg.app}/Contents/Resources/immich-sync"}
      if [ ! -x "$immich_sync" ]; then
        echo "Immich Sync is not at $immich_sync yet. Install it, then activate again." >&2
        exit 0
      fi
      failed() { echo "Immich Sync: $1" >&2; }
      ${lib.optionalString (settings != { }) ''
        "$immich_sync" config apply ${file} >/dev/null || failed 'its settings are as they were.'
      ''}
      ${lib.optionalString (cfg.apiKeyFile != null) ''
        "$immich_sync" login --no-check <${escapeShellArg cfg.apiKeyFile} >/dev/null || failed 'the API key was not taken over.'
      ''}
      ${lib.optionalString (cfg.apiKeyCommand != null) ''
        if key=$(${lib.escapeShellArgs cfg.apiKeyCommand}); then
          printf '%s\n' "$key" | "$immich_sync" login --no-check >/dev/null || failed 'the API key was not taken over.'
        else
          failed 'the command for the API key failed.'
        fi
        unset key
      ''}
      ${lib.optionalString (cfg.start == "agent") ''
        "$immich_sync" agent install >/dev/null || failed 'its agent is not installed.'
      ''}
      ${lib.optionalString (cfg.start == "app") ''
        "$immich_sync" agent remove >/dev/null || failed 'its agent is still there.'
      ''}
    '';

  # For launchd. The agent is none of these: a wrapper that waits for the store would be the program that macOS asks for permissions, and the
  # agent follows the schedule, which can be changed in the app.
  openAppJob = cfg: {
    ProgramArguments = [
      "/usr/bin/open"
      "-g"
      "-j"
      cfg.app
    ];
    RunAtLoad = true;
  };
}
