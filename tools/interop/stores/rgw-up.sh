#!/usr/bin/env bash
# A throw-away Ceph in memory (Debian: ceph-mon ceph-osd radosgw ceph-common): a server of S3 that checks signatures and
# conditions. Usage: rgw-up.sh FOLDER PORT ACCESS_KEY SECRET_KEY; stop with: kill $(cat FOLDER/run/pids)
set -eu
D=$1; P=$2; M=$((P+1)); rm -rf "$D"; mkdir -p "$D"/{mon,osd0,rgw,run,log}; cd "$D"; F=$(uuidgen)
cat > ceph.conf <<C
[global]
fsid = $F
mon host = [v2:127.0.0.1:$M]
public network = 127.0.0.0/8
keyring = $D/keyring
auth allow insecure global id reclaim = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 2
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
run dir = $D/run
admin socket = $D/run/\$name.asok
log file = $D/log/\$name.log
mon cluster log file = $D/log/cluster.log
[mon.a]
mon data = $D/mon
[osd.0]
osd data = $D/osd0
osd objectstore = memstore
memstore device bytes = 2147483648
[client.rgw.a]
rgw data = $D/rgw
rgw frontends = beast endpoint=127.0.0.1:$P
rgw dynamic resharding = false
rgw enable gc threads = false
C
ceph-authtool --create-keyring keyring --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
ceph-authtool keyring --gen-key -n client.rgw.a --cap mon 'allow *' --cap osd 'allow *' >/dev/null
ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
monmaptool --create --fsid "$F" --addv a "[v2:127.0.0.1:$M]" monmap >/dev/null
ceph-mon -c ceph.conf --mkfs -i a --monmap monmap --keyring keyring
ceph-mon -c ceph.conf -i a -f > log/mon.out 2>&1 & echo $! > run/pids
C="timeout 30 ceph -c ceph.conf"; U=$(uuidgen); $C osd new "$U" >/dev/null; $C auth import -i keyring 2>/dev/null
ceph-osd -c ceph.conf -i 0 --mkfs --osd-uuid "$U" >/dev/null 2>&1
ceph-osd -c ceph.conf -i 0 -f > log/osd.out 2>&1 & echo $! >> run/pids
for _ in $(seq 1 30); do $C osd stat 2>/dev/null | grep -q '1 up' && break; sleep 0.5; done
radosgw -c ceph.conf -n client.rgw.a -f > log/rgw.out 2>&1 & echo $! >> run/pids
for _ in $(seq 1 90); do curl -s -o /dev/null "127.0.0.1:$P" && break; sleep 1; done
timeout 60 radosgw-admin -c ceph.conf -n client.rgw.a user create --uid=dqs --display-name=dqs --access-key="$3" --secret-key="$4" >/dev/null
