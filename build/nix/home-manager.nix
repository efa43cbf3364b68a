# services.immich-sync for home-manager.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  cfg = config.services.immich-sync;
  common = import ./common.nix { inherit lib pkgs; };
  copied = config.targets.darwin.copyApps;
in
{
  options.services.immich-sync = common.optionsWith (
    if cfg.package == null then
      "/Applications/Immich Sync.app"
    else
      "${config.home.homeDirectory}/${copied.directory}/Immich Sync.app"
  );

  config = lib.mkIf cfg.enable {
    assertions = common.assertionsFor cfg ++ [
      {
        assertion = cfg.package == null || copied.enable;
        message = "services.immich-sync.package needs targets.darwin.copyApps.enable: an app that is only linked has another place in each version, and macOS asks for its permissions anew.";
      }
    ];
    home.packages = lib.optional (cfg.package != null) cfg.package;

    home.activation.immich-sync = lib.hm.dag.entryAfter [
      "writeBoundary"
      "copyApps"
      "setupLaunchAgents"
    ] "run /bin/sh ${common.activationFor cfg}";

    launchd.agents = lib.mkIf (cfg.start == "app") {
      immich-sync-app = {
        enable = true;
        config = common.openAppJob cfg;
      };
    };
  };
}
