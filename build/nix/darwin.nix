# services.immich-sync for nix-darwin. It is set up for `system.primaryUser`.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  cfg = config.services.immich-sync;
  common = import ./common.nix { inherit lib pkgs; };
  user = lib.escapeShellArg config.system.primaryUser;
in
{
  # nix-darwin copies the apps of systemPackages to a folder of its own.
  options.services.immich-sync = common.optionsWith (
    if cfg.package == null then "/Applications/Immich Sync.app" else "/Applications/Nix Apps/Immich Sync.app"
  );

  config = lib.mkIf cfg.enable {
    assertions = common.assertionsFor cfg;
    system.requiresPrimaryUser = [ "services.immich-sync.enable" ];
    environment.systemPackages = lib.optional (cfg.package != null) cfg.package;

    # Activations run as root, and after Homebrew's. Without a session of the person's there is nothing to do it in, and all of an activation would
    # stop at it (`set -e`).
    system.activationScripts.postActivation.text = ''
      echo "setting up Immich Sync..." >&2
      launchctl asuser "$(id -u -- ${user})" sudo --user=${user} --set-home -- /bin/sh ${common.activationFor cfg} \
        || echo "Immich Sync: it could not be set up as" ${user}". Log in to this Mac as that user, then activate again." >&2
    '';

    launchd.user.agents = lib.mkIf (cfg.start == "app") {
      immich-sync-app.serviceConfig = common.openAppJob cfg;
    };
  };
}
